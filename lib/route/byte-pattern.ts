/** Finds constant bytes in others (Boyer, Moore and Horspool's search), without allocation. */
export class BytePattern {
  readonly #needle: Uint8Array;
  /** How far to move on, by the byte under the needle's end. */
  readonly #skip: Int32Array;

  constructor(text: string) {
    this.#needle = Buffer.from(text);
    const length = this.#needle.length;
    this.#skip = new Int32Array(256).fill(length);
    for (let i = 0; i < length - 1; i++) this.#skip[this.#needle[i] as number] = length - 1 - i;
  }

  /** Whether the text occurs anywhere in `bytes[start, end)`. */
  isIn(bytes: Uint8Array, start: number, end: number): boolean {
    const needle = this.#needle;
    const last = needle.length - 1;
    if (last < 0) return true;
    for (let at = start; at + last < end;) {
      let i = last;
      while (i >= 0 && bytes[at + i] === needle[i]) i--;
      if (i < 0) return true;
      at += this.#skip[bytes[at + last] as number] as number;
    }
    return false;
  }
}
