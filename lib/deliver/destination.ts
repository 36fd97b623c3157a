import type { Writable } from 'node:stream';
import type { Log } from '../log/log.ts';
import type { Identity } from '../system/privileges.ts';
import type { Batch, DropReason } from './batch.ts';
import type { BatchQueueLimits } from './batch-queue.ts';
import type { DestinationCounts } from './destination-counts.ts';
import type { SpoolSettings } from './outbox/outbox-spool.ts';

/** Where batches go. A slow destination never slows another: each has its own bounded queue. */
export interface Destination {
  readonly name: string;
  /** Adds a batch to the bounded queue; returns false if it is full. Never throws. `batch.settled` is called once, later. */
  accept(batch: Batch): boolean;
  /** Closes and reopens files that log rotation may have moved; batches accepted before are written first. */
  reopen(): void;
  /**
   * Resolves when all accepted batches are settled; rejects if `signal` aborts first. From the time at which `spillFrom` aborts, if ever, a
   * destination with a spool does not wait for its peer any longer and stores what is left.
   */
  drain(signal: AbortSignal, spillFrom?: AbortSignal): Promise<void>;
  /** Releases threads, sockets, files and timers; settles the queued batches as dropped, with reason `closed` by default. Idempotent. */
  close(reason?: DropReason): Promise<void>;
}

/** The collaborators of a destination. */
export interface DestinationContext {
  readonly log: Log;
  readonly queue: BatchQueueLimits;
  /** The disk behind the queue; undefined for none. Network kinds only. */
  readonly spool: SpoolSettings | undefined;
  /** For counts besides the outcomes of batches. */
  readonly counts: DestinationCounts;
  /** Upper bound of the files it keeps open, in addition to that of its configuration. */
  readonly maxOpen: number;
  /** Owner of the files and directories it creates, unless its configuration names one; undefined: unchanged. */
  readonly owner: Identity | undefined;
  /** Not closed by the destination. */
  readonly stdout: Writable;
}
