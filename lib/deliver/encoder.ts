import type { EventView } from '../event/event-view.ts';
import type { SealedBatch } from './destination.ts';

/** What an encoder calls when a batch is full or flushed; the buffers in it are no longer the encoder's. */
export type HandOver = (batch: SealedBatch) => void;

/** Where an encoder gets an empty buffer from; `used buffers` come back there. */
export interface BufferPool {
  take(): SharedArrayBuffer;
}

/** The shard's side of a destination: copies events into batches. */
export interface Encoder {
  /** Appends one event; hands a full batch over. Never throws on account of the event. */
  encode(view: EventView): void;
  /** Whether there is anything to flush. */
  readonly isEmpty: boolean;
  /** Hands over what is there. */
  flush(): void;
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
