/** The PEM files of a TLS source. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Undefined: the authorities that Node trusts. */
  readonly ca: string | undefined;
}

/** What one thread reads for one source. */
export interface SourceInput {
  /** Owned by the main thread; a thread that needs a descriptor it can close duplicates this one. -1 when the thread is to open it itself. */
  readonly fd: number;
  /** Index of the source in the configuration. */
  readonly source: number;
  /** The local port. */
  readonly port: number;
  /** What the kernel granted; absent when the thread is to bind it itself. */
  readonly receiveBufferBytes?: number;
  readonly tls?: TlsFiles;
  /** Whether senders block while it is not read: it is read as soon as something arrives. False if absent. */
  readonly isPrompt?: boolean;
}
