/** What one thread reads for one source. */
export interface SourceInput {
  /** -1 when the thread is to open it itself. */
  readonly fd: number;
  /** Index of the source in the configuration. */
  readonly source: number;
  /** The local port. */
  readonly port: number;
  /** What the kernel granted; absent when the thread is to bind it itself. */
  readonly receiveBufferBytes?: number;
}
