import { ByteWriter } from '../event/byte-writer.ts';
import type { BatchBytes } from './batch.ts';
import type { BufferPool } from './encoder.ts';

/** Room kept after the nominal end, so that the last line seldom makes the writer move to a larger buffer. */
const SLACK = 1 / 16;
/** A batch that fills less than this share leaves in a copy of its own size: waiting batches hold little unused memory. */
const COPIED_SHARE = 1 / 4;
const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** The bytes of the batch being filled, in a buffer of the pool. */
export class BatchBuffer {
  readonly out = new ByteWriter(0, true);
  readonly #pool: BufferPool;
  #taken: Buffer<SharedArrayBuffer>;
  #nominal = 0;
  #hasLeftFull = false;

  constructor(pool: BufferPool) {
    this.#pool = pool;
    this.#taken = this.#use(pool.take());
  }

  /** Whether the batch is past its nominal size, with this many bytes to be appended to it. */
  isFull(after = 0): boolean {
    return this.out.at + after >= this.#nominal;
  }

  /** Whether a full batch left since the last call. */
  takeHasLeftFull(): boolean {
    const hasLeftFull = this.#hasLeftFull;
    this.#hasLeftFull = false;
    return hasLeftFull;
  }

  /** Appends words, from the next multiple of four bytes on; returns where that is. */
  append(words: Uint32Array): number {
    const { out } = this;
    out.ensure(words.byteLength + WORD_BYTES);
    const at = Math.ceil(out.at / WORD_BYTES) * WORD_BYTES;
    const { buffer, byteOffset } = out.bytes;
    new Uint32Array(buffer, byteOffset + at, words.length).set(words);
    out.at = at + words.byteLength;
    return at;
  }

  /** Gives away what is written, from the start of the returned bytes, and goes on with none. */
  cut(): BatchBytes {
    const { out } = this;
    this.#hasLeftFull = this.isFull();
    const filled = out.bytes as Buffer<SharedArrayBuffer>;
    if (out.at <= this.#taken.length * COPIED_SHARE) {
      const copy = new Uint8Array(new SharedArrayBuffer(out.at));
      copy.set(filled.subarray(0, out.at));
      out.at = 0;
      return copy;
    }
    const hasGrown = filled !== this.#taken;
    this.#taken = this.#use(hasGrown ? this.#taken : this.#pool.take());
    return filled;
  }

  #use({ buffer, byteOffset, length }: BatchBytes): Buffer<SharedArrayBuffer> {
    const bytes = Buffer.from(buffer, byteOffset, length);
    this.#nominal = length * (1 - SLACK);
    this.out.bytes = bytes;
    this.out.at = 0;
    return bytes;
  }
}
