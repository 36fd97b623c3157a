/** A winston transport, run in a thread of its own. */
export interface TransportConfig {
  /** One of winston's own, see `WINSTON_TRANSPORTS`, or a package or file that exports the class of a transport. */
  readonly module: string;
  /** What its constructor is given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The directory of the configuration file: packages are found from there. */
  readonly folder: string;
}

/** The transports that winston itself has. */
export const WINSTON_TRANSPORTS = ['Console', 'File', 'Http', 'Stream'] as const;
