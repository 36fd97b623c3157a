import type { EventView } from '../event/event-view.ts';
import type { BatchBytes, SealedBatch } from './batch.ts';

/** Receives a batch that is full or flushed; its buffer no longer belongs to the encoder. */
export type HandOver = (batch: SealedBatch) => void;

/** Provides empty buffers; released buffers return to it. */
export interface BufferPool {
  take(): BatchBytes;
}

/** The shard's side of a destination: copies events into batches. */
export interface Encoder {
  /** Appends one event; hands over a full batch. Never throws because of the event. */
  encode(view: EventView): void;
  /** The name (path, stream) that an event goes to, for reports; empty if the destination has none. */
  nameOf(view: EventView): string;
  /** Whether there is nothing to flush. */
  readonly isEmpty: boolean;
  /** Hands over the batch being filled, if it is not empty. */
  flush(): void;
  /**
   * Called at intervals: like `flush`, unless a full batch was handed over since the last call. Then the current batch is younger than the interval and
   * leaves with the next call, which halves the number of batches when slightly more than one fills up per interval.
   */
  flushOld(): void;
}

/** Carried by each batch of one encoder. */
export interface BatchOrigin {
  /** Index of the destination in the configuration of `generation`. */
  readonly destination: number;
  readonly generation: number;
  readonly shard: number;
}

/** The collaborators of an encoder. */
export interface EncoderContext {
  readonly origin: BatchOrigin;
  readonly pool: BufferPool;
  readonly handOver: HandOver;
  /** The name of this relay towards others; the host name if undefined. */
  readonly relayId?: string | undefined;
  /** The chunk being encoded of a source that can wait; undefined for datagrams. */
  readonly receipt?: () => number | undefined;
}
