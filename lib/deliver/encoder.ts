import type { EventView } from '../event/event-view.ts';
import type { BatchBytes, SealedBatch } from './destination.ts';

/** What an encoder calls when a batch is full or flushed; the buffers in it are no longer the encoder's. */
export type HandOver = (batch: SealedBatch) => void;

/** Where an encoder gets an empty buffer from; `used buffers` come back there. */
export interface BufferPool {
  take(): BatchBytes;
}

/** The shard's side of a destination: copies events into batches. */
export interface Encoder {
  /** Appends one event; hands a full batch over. Never throws on account of the event. */
  encode(view: EventView): void;
  /** Whether there is anything to flush. */
  readonly isEmpty: boolean;
  /** Hands over what is there. */
  flush(): void;
  /**
   * Called at intervals: the same, unless a full batch left since the last call. Then what is there is younger than that, and goes with
   * the next one: half as many batches for somewhat more than one in an interval.
   */
  flushOld(): void;
}

/** What every batch of one encoder carries. */
export interface BatchOrigin {
  /** Index of the destination in the configuration of `generation`. */
  readonly destination: number;
  readonly generation: number;
  readonly shard: number;
}

/** What an encoder works with. */
export interface EncoderContext {
  readonly origin: BatchOrigin;
  readonly pool: BufferPool;
  readonly handOver: HandOver;
}
