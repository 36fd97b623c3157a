import type { DropCounts, SealedBatch } from '../batch.ts';

/** What the writer thread needs of a batch. */
export interface WriterBatch extends Pick<
  SealedBatch,
  'shard' | 'generation' | 'bytes' | 'isPlain' | 'runs'
> {
  /** The destination's own number of the batch, used by its settlement. */
  readonly ticket: number;
}

/** The outcome of one batch, whose bytes the thread no longer reads. */
export interface SettledBatch {
  readonly ticket: number;
  readonly delivered: number;
  readonly dropped: DropCounts;
  /** Events written under the overflow path, because there were too many paths. */
  readonly overflowed: number;
}

/** A change of state, for the relay's own log. */
export interface WriterReport {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** What the writer runs with: plain data, every name resolved. */
export interface WriterSettings {
  /** The directory of the path template's constant part; everything below it is distrusted. */
  readonly trustedDirectory: string;
  /** Whether the path has no macro: then it may be a symbolic link, a fifo or a device. */
  readonly isConstantPath: boolean;
  readonly mode: number;
  readonly dirMode: number;
  /** -1: leave alone. */
  readonly uid: number;
  readonly gid: number;
  readonly flushIntervalMs: number;
  readonly maxHeldBytes: number;
  readonly maxOpen: number;
  /** Paths written to within 24 hours; lines of further ones go to `overflowPath`. */
  readonly maxHosts: number;
  readonly overflowPath: string;
  readonly idleCloseMs: number;
  readonly fsync: boolean;
}

/** What the writer thread is started with. */
export interface WriterStart {
  readonly settings: WriterSettings;
  /** Element 0 becomes 1 when batches that still wait shall not be written any more; shared memory. */
  readonly halt: Int32Array;
}

/** Main to writer. */
export type ToWriter =
  | { readonly kind: 'batches'; readonly batches: readonly WriterBatch[] }
  /** Writes what is held back to gather lines. */
  | { readonly kind: 'flush' }
  | { readonly kind: 'reopen' }
  /** Ends the thread. */
  | { readonly kind: 'close' };

/** Writer to main. */
export type FromWriter =
  | { readonly kind: 'started' }
  | { readonly kind: 'settled'; readonly batches: readonly SettledBatch[] }
  | { readonly kind: 'report'; readonly report: WriterReport };
