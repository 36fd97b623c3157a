import type { BufferPool as Pool } from './encoder.ts';

/** Bytes of a batch buffer: large enough for writes of tens of KiB each, small enough to stay in the cache. */
const BUFFER_BYTES = 256 * 1024;
const MAX_IDLE = 128;

/**
 * Keeps the buffers of settled batches to be used again: a new one for each batch costs page faults. Used buffers
 * hold old bytes. At most `maxIdle` wait; further ones, and those of another size, are left to the collector.
 */
export class BufferPool implements Pool {
  readonly #size: number;
  readonly #maxIdle: number;
  readonly #idle: SharedArrayBuffer[] = [];

  constructor(size = BUFFER_BYTES, maxIdle = MAX_IDLE) {
    this.#size = size;
    this.#maxIdle = maxIdle;
  }

  take(): SharedArrayBuffer {
    return this.#idle.pop() ?? new SharedArrayBuffer(this.#size);
  }

  /** Takes a buffer nobody uses any more. */
  give(buffer: SharedArrayBuffer): void {
    if (buffer.byteLength === this.#size && this.#idle.length < this.#maxIdle) {
      this.#idle.push(buffer);
    }
  }
}
