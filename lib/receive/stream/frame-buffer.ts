const FIRST_BYTES = 512;
/** A larger buffer is not kept for the next message. */
const KEPT_BYTES = 4096;
const NONE = Buffer.alloc(0);

/** The beginning of a message whose end has not arrived. Grows with what arrives, up to `limit` bytes; without a message it takes no memory. */
export class FrameBuffer {
  bytes: Buffer = NONE;
  length = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Appends `from[start, end)`, or as much of it as has room below the limit; returns how many bytes. */
  append(from: Uint8Array, start: number, end: number): number {
    const count = Math.min(end - start, this.#limit - this.length);
    this.#ensure(this.length + count);
    this.bytes.set(from.subarray(start, start + count), this.length);
    this.length += count;
    return count;
  }

  /** Makes room for one more byte after those it has. */
  ensureOne(): void {
    this.#ensure(this.length + 1);
  }

  /** Forgets the message. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > KEPT_BYTES) this.bytes = NONE;
  }

  #ensure(length: number): void {
    if (length <= this.bytes.length) return;
    const larger = Buffer.from(
      new ArrayBuffer(Math.max(FIRST_BYTES, length, this.bytes.length * 2)),
    );
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
