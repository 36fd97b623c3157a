import type { Writable } from 'node:stream';
import type { Log } from '../log/log.ts';
import type { Batch, DropReason, SideCounter } from './batch.ts';
import type { BatchQueueLimits } from './batch-queue.ts';

/** Where batches go. A slow destination never slows another: each has its own bounded queue. */
export interface Destination {
  readonly name: string;
  /** Adds a batch to the bounded queue; returns false if it is full. Never throws. `batch.settled` is called once, later. */
  accept(batch: Batch): boolean;
  /** Closes and reopens files that log rotation may have moved; batches accepted before are written first. */
  reopen(): void;
  /** Resolves when all accepted batches are settled; rejects if `signal` aborts first. */
  drain(signal: AbortSignal): Promise<void>;
  /** Releases threads, sockets, files and timers; settles the queued batches as dropped, with reason `closed` by default. Idempotent. */
  close(reason?: DropReason): Promise<void>;
}

/** The collaborators of a destination. */
export interface DestinationContext {
  readonly log: Log;
  readonly queue: BatchQueueLimits;
  /** Counts events besides their fate. */
  readonly note: (counter: SideCounter, events: number) => void;
  /** Not closed by the destination. */
  readonly stdout: Writable;
}
