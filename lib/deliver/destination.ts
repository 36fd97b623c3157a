/** Why events were not delivered; one word in type, counter, log and test. */
export const DROP_REASONS = [
  'queue-full',
  'write-failed',
  'unsafe-path',
  'drain-deadline',
  'closed',
  'shard-died',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What became of a batch: `delivered` plus all `dropped` is the number of its events. */
export interface Outcome {
  readonly delivered: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** A path that a shard's encoder met for the first time; later runs name it by `id`. */
export interface NewPath {
  readonly id: number;
  readonly path: string;
}

/** A piece of memory that threads share. */
export type BatchBytes = Uint8Array<SharedArrayBuffer>;

/**
 * What a shard hands over for one destination. Its bytes are shared memory, which only one thread uses at a time: whoever has the batch, until it
 * is settled and they come back to be used again. Memory that is transferred instead would count as new in each thread it comes to, and
 * make its collector run for every few dozens of megabytes.
 */
export interface SealedBatch {
  /** Index of the destination in the configuration of `generation`. */
  readonly destination: number;
  /** Number of the configuration the batch was made under. */
  readonly generation: number;
  /** Number of the shard that made it. */
  readonly shard: number;
  /** Events in it; an event belongs to the batch that holds its last byte. */
  readonly events: number;
  readonly bytes: BatchBytes;
  /** Bytes of lines, from the start of `bytes`. */
  readonly used: number;
  readonly files: FileRuns | undefined;
}

/** Words of a run. */
export const RUN_WORDS = 3;

/** Which bytes of a batch go to which path. */
export interface FileRuns {
  /** Where in the bytes of the batch, behind its lines, Uint32 triples stand: `path id, end offset, events`. A run begins where the one before it ends. */
  readonly runsAt: number;
  readonly count: number;
  readonly newPaths: readonly NewPath[];
  /** Whether all lines are known to be printable ASCII. */
  readonly isPlain: boolean;
  /** Which table the path ids belong to; a new epoch starts numbering anew. */
  readonly epoch: number;
}

/** A batch on the main thread. */
export interface Batch extends SealedBatch {
  /**
   * Called exactly once, when the fate of every event in the batch is known. `buffers` are free from then on: those of
   * the batch that nobody may still be reading.
   */
  settled(outcome: Outcome, buffers: readonly BatchBytes[]): void;
}

/** Where batches go. One slow destination never slows another: each has its own bounded queue. */
export interface Destination {
  readonly name: string;
  /** Takes a batch into the bounded queue; false when the queue is full. Never throws. `batch.settled` is called once, later. */
  accept(batch: Batch): boolean;
  /** Closes and opens again what log rotation may have moved; what was accepted before is written first. */
  reopen(): void;
  /** Resolves when all that was accepted is settled; rejects when `signal` aborts first. */
  drain(signal: AbortSignal): Promise<void>;
  /** Releases threads, sockets, files and timers; settles what is still queued as dropped, `closed` unless told otherwise. Idempotent. */
  close(reason?: DropReason): Promise<void>;
}
