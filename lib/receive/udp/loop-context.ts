/** What the loop asks of the thread it runs in. */
export interface LoopContext {
  /** Element 0 rises when main sent something that must not wait; shared memory. */
  readonly control: Int32Array;
  readonly wakeFd: number;
  /** For datagrams that were read and wait; absent: as much as there is use for. */
  readonly backlogBytes?: number | undefined;
  /** Reads messages from main. Returns false when the loop is to end. Called between rounds, never within one. */
  attend(): boolean;
  /** Reports a socket that cannot be read. */
  trouble(message: string): void;
}
