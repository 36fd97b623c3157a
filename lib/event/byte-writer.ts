/**
 * Appends bytes to one growing buffer. Callers reserve the worst case once with `ensure` and then write
 * without checks.
 */
export class ByteWriter {
  bytes: Buffer;
  /** Offset of the next byte; everything before it is written. */
  at = 0;

  readonly #isShared: boolean;

  /** `isShared`: the buffer, and each larger one, is memory that threads can share. */
  constructor(capacity: number, isShared = false) {
    this.#isShared = isShared;
    this.bytes = this.#allocate(capacity);
  }

  /** Makes room for `count` more bytes, moving to a buffer of at least twice the size when needed. */
  ensure(count: number): void {
    if (this.at + count > this.bytes.length) this.#grow(this.at + count);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** Copies `source[start, end)`. */
  range(source: Uint8Array, start: number, end: number): void {
    const target = this.bytes;
    let at = this.at;
    for (let i = start; i < end; i++) target[at++] = source[i] as number;
    this.at = at;
  }

  /** Copies `source[start, end)` up to the first byte that is not 0 in `table`; returns its position. */
  rangeWhile(table: Uint8Array, source: Uint8Array, start: number, end: number): number {
    const target = this.bytes;
    let to = this.at;
    let from = start;
    for (; from < end; from++) {
      const byte = source[from] as number;
      if (table[byte] !== 0) break;
      target[to++] = byte;
    }
    this.at = to;
    return from;
  }

  /** Copies a short constant. */
  all(source: Uint8Array): void {
    this.range(source, 0, source.length);
  }

  /** Writes two hexadecimal digits of a byte; `ten` is the first of the six letters. */
  hex(value: number, ten = 0x61): void {
    const high = value >> 4;
    const low = value & 15;
    this.byte(high < 10 ? 0x30 + high : ten - 10 + high);
    this.byte(low < 10 ? 0x30 + low : ten - 10 + low);
  }

  /** Writes a non-negative integer below 2^53 in decimal. */
  decimal(value: number): void {
    let digits = 1;
    for (let limit = 10; value >= limit && digits < 16; limit *= 10) digits++;
    this.padded(value, digits);
  }

  /** Writes the last `digits` decimal digits of a non-negative integer, padded with zeros. */
  padded(value: number, digits: number): void {
    const target = this.bytes;
    let rest = value;
    for (let i = this.at + digits - 1; i >= this.at; i--) {
      const quotient = Math.floor(rest / 10);
      target[i] = 48 + (rest - quotient * 10);
      rest = quotient;
    }
    this.at += digits;
  }

  #grow(needed: number): void {
    const larger = this.#allocate(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }

  #allocate(capacity: number): Buffer {
    return Buffer.from(
      this.#isShared ? new SharedArrayBuffer(capacity) : new ArrayBuffer(capacity),
    );
  }
}
