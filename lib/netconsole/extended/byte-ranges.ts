/** Bounds the work for one packet. Fragments that arrive in order are one range. */
const MAX_RANGES = 1024;

/**
 * The received byte ranges of a body, and the position of each in a store: sorted, never overlapping; the first bytes win.
 */
export class ByteRanges {
  /** Ranges in use. */
  count = 0;
  /** Bytes covered. */
  covered = 0;
  /** Triples `from, to, position in the store`. */
  #ranges = new Int32Array(4 * 3);

  from(index: number): number {
    return this.#ranges[index * 3] as number;
  }

  to(index: number): number {
    return this.#ranges[index * 3 + 1] as number;
  }

  position(index: number): number {
    return this.#ranges[index * 3 + 2] as number;
  }

  /** Bytes of `[from, to)` that are not covered yet. */
  uncovered(from: number, to: number): number {
    let bytes = to - from;
    for (let i = 0; i < this.count; i++) {
      const overlap = Math.min(to, this.to(i)) - Math.max(from, this.from(i));
      if (overlap > 0) bytes -= overlap;
    }
    return bytes;
  }

  /** Whether a packet may add ranges; it adds at most one more than there are. */
  get hasRoom(): boolean {
    return this.count * 2 + 1 <= MAX_RANGES;
  }

  /** Covers the missing parts of `[from, to)`, whose first byte is at `position` of the store. */
  cover(from: number, to: number, position: number): void {
    let at = from;
    for (let i = 0; i < this.count && at < to; i++) {
      if (this.from(i) >= to) break;
      if (this.to(i) <= at) continue;
      if (this.from(i) > at) {
        if (this.#insert(i, at, this.from(i), position + at - from)) i++;
      }
      at = this.to(i);
    }
    if (at < to) this.#insert(this.#indexFor(at), at, to, position + at - from);
  }

  /** Pairs `from, to` of the missing parts of `[0, total)`. */
  missing(total: number): number[] {
    const holes: number[] = [];
    let at = 0;
    for (let i = 0; i < this.count; i++) {
      if (this.from(i) > at) holes.push(at, this.from(i));
      at = this.to(i);
    }
    if (at < total) holes.push(at, total);
    return holes;
  }

  #indexFor(from: number): number {
    let index = this.count;
    while (index > 0 && this.from(index - 1) > from) index--;
    return index;
  }

  /** Returns whether a range was added: one that continues the previous range, also in the store, extends it instead. */
  #insert(index: number, from: number, to: number, position: number): boolean {
    this.covered += to - from;
    if (index > 0 && this.to(index - 1) === from) {
      const before = index - 1;
      if (this.position(before) + from - this.from(before) === position) {
        this.#ranges[before * 3 + 1] = to;
        return false;
      }
    }
    const used = this.count * 3;
    if (used + 3 > this.#ranges.length) {
      const larger = new Int32Array(this.#ranges.length * 2);
      larger.set(this.#ranges);
      this.#ranges = larger;
    }
    this.#ranges.copyWithin(index * 3 + 3, index * 3, used);
    this.#ranges[index * 3] = from;
    this.#ranges[index * 3 + 1] = to;
    this.#ranges[index * 3 + 2] = position;
    this.count++;
    return true;
  }
}
