import type { BatchBytes } from './batch.ts';
import type { BufferPool as Pool } from './encoder.ts';

/** Bytes of a batch buffer: large enough for writes of tens of KiB each, small enough to stay in the cache. */
export const BUFFER_BYTES = 256 * 1024;
const MAX_IDLE = 128;
const NO_MEMORY = new Uint8Array(new SharedArrayBuffer(0));

/**
 * Keeps the buffers of settled batches to be used again: a new one for each batch costs page faults. Used buffers
 * hold old bytes. Further ones than `maxIdle`, and those of another size, are left to the collector.
 */
export class BufferPool implements Pool {
  readonly #size: number;
  readonly #maxIdle: number;
  readonly #memory: BatchBytes;
  /** Where what was never taken of the memory begins. */
  #next = 0;
  /** The one used last is the last. */
  readonly #idle: BatchBytes[] = [];

  /** New buffers are cut from `memory` while there is some left. */
  constructor(memory: BatchBytes = NO_MEMORY, size = BUFFER_BYTES, maxIdle = MAX_IDLE) {
    this.#memory = memory;
    this.#size = size;
    this.#maxIdle = Math.max(maxIdle, Math.floor(memory.length / size));
  }

  take(): BatchBytes {
    return this.#idle.pop() ?? this.#cut() ?? new Uint8Array(new SharedArrayBuffer(this.#size));
  }

  /** Takes a buffer nobody uses any more. */
  give(bytes: BatchBytes): void {
    if (bytes.length === this.#size && this.#idle.length < this.#maxIdle) this.#idle.push(bytes);
  }

  #cut(): BatchBytes | undefined {
    const end = this.#next + this.#size;
    if (end > this.#memory.length) return undefined;
    const bytes = this.#memory.subarray(this.#next, end);
    this.#next = end;
    return bytes;
  }
}
