/** What the bare receiver's threads say to each other. */
export const BATCH_BYTES = 256 * 1024;
/** Host and end offset; a run begins where the one before it ends. */
export const RUN_WORDS = 2;

export interface Batch {
  readonly bytes: ArrayBuffer;
  readonly runs: Int32Array;
  /** Names of hosts that are new, numbered on. */
  readonly newHosts: readonly string[];
  readonly isLast: boolean;
}
