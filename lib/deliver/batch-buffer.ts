import { ByteWriter } from '../event/byte-writer.ts';
import type { BufferPool } from './encoder.ts';

/** Room kept behind the nominal end, so that the last line seldom makes the writer move to a larger buffer. */
const SLACK = 1 / 16;
/** A batch that fills less than this share leaves in a copy of its own size: waiting batches hold little unused memory. */
const COPIED_SHARE = 1 / 4;

/** The bytes of the batch being filled, in a buffer of the pool. */
export class BatchBuffer {
  readonly out = new ByteWriter(0, true);
  readonly #pool: BufferPool;
  #taken: SharedArrayBuffer;
  #nominal = 0;
  #hasLeftFull = false;

  constructor(pool: BufferPool) {
    this.#pool = pool;
    this.#taken = pool.take();
    this.#use(this.#taken);
  }

  /** Whether the batch is past its nominal size. */
  get isFull(): boolean {
    return this.out.at >= this.#nominal;
  }

  /** Whether a full batch left since the last call. */
  takeHasLeftFull(): boolean {
    const hasLeftFull = this.#hasLeftFull;
    this.#hasLeftFull = false;
    return hasLeftFull;
  }

  /** Gives away what is written, from the start of the returned buffer, and goes on with an empty one. */
  cut(): SharedArrayBuffer {
    const { out } = this;
    this.#hasLeftFull = this.isFull;
    const filled = out.bytes.buffer as SharedArrayBuffer;
    if (out.at <= this.#taken.byteLength * COPIED_SHARE) {
      const copy = filled.slice(0, out.at);
      out.at = 0;
      return copy;
    }
    const hasGrown = filled !== this.#taken;
    this.#use(hasGrown ? this.#taken : this.#pool.take());
    return filled;
  }

  #use(buffer: SharedArrayBuffer): void {
    this.#taken = buffer;
    this.#nominal = buffer.byteLength * (1 - SLACK);
    this.out.bytes = Buffer.from(buffer);
    this.out.at = 0;
  }
}
