/** How a client uses TLS. Plain data; the files are read when a connection is opened. */
export interface ClientTlsConfig {
  /** Path of the certificates of trusted authorities; undefined: those of Node. */
  readonly ca: string | undefined;
  /** Path of our certificate; undefined: none. */
  readonly cert: string | undefined;
  /** Path of its key. */
  readonly key: string | undefined;
  /** The name in the server's certificate; undefined: that of the address. */
  readonly serverName: string | undefined;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}
