import type { EventView } from '../event/event-view.ts';
import type { SealedBatch } from './destination.ts';

/** What an encoder calls when a batch is full or flushed; the buffers in it are no longer the encoder's. */
export type HandOver = (batch: SealedBatch) => void;

/** Where an encoder gets an empty buffer from; `used buffers` come back there. */
export interface BufferPool {
  take(): ArrayBuffer;
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
