/** Counted frames to be sent as datagrams. */
export interface DatagramJob {
  readonly bytes: Uint8Array;
  /** The frames are `bytes[from, used)`. */
  readonly from: number;
  readonly used: number;
}

export interface DatagramResult {
  /** Offset of the first frame that was not sent; `used` if all were. */
  readonly at: number;
  /** Datagrams that are too long for the socket, and were skipped. */
  readonly refused: number;
  /** Datagrams before `at` and after an earlier `at` that the peer's system has refused: they are among those not sent. */
  readonly rejected: number;
  /** Name of the error that ended the sending; undefined if all were sent. */
  readonly error: string | undefined;
}

/** A connected datagram socket, wherever it is. One call at a time. */
export interface DatagramTransport {
  /** Connects to another address. Resolves with the name of the error, if any. */
  connect(address: DatagramAddress): Promise<string | undefined>;
  send(job: DatagramJob): Promise<DatagramResult>;
  close(): Promise<void>;
}

/** Resolved. */
export type DatagramAddress =
  { readonly address: string; readonly port: number } | { readonly path: string };
