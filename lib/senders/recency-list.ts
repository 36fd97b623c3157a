const NONE = -1;

/** Slots in the order in which they were last touched. Times are milliseconds of one monotonic clock. */
export class RecencyList {
  #heardMs = new Float64Array(64);
  /** Doubly linked: `older` towards the least recently seen. */
  #older = new Int32Array(64);
  #newer = new Int32Array(64);
  #newest = NONE;
  #oldest = NONE;

  /** The least recently seen slot; -1 when the list is empty. */
  get oldest(): number {
    return this.#oldest;
  }

  /** When the slot was touched last. */
  heardMs(slot: number): number {
    return this.#heardMs[slot] as number;
  }

  /** The next more recently seen slot after `slot`; -1 when it is the newest. */
  newerThan(slot: number): number {
    return this.#newer[slot] as number;
  }

  /** Takes a slot into the list, as the newest. */
  add(slot: number, nowMs: number): void {
    if (slot >= this.#heardMs.length) this.#grow(slot);
    this.#heardMs[slot] = nowMs;
    this.#older[slot] = this.#newest;
    this.#newer[slot] = NONE;
    if (this.#newest !== NONE) this.#newer[this.#newest] = slot;
    this.#newest = slot;
    if (this.#oldest === NONE) this.#oldest = slot;
  }

  /** Makes a slot of the list its newest. */
  touch(slot: number, nowMs: number): void {
    this.remove(slot);
    this.add(slot, nowMs);
  }

  remove(slot: number): void {
    const older = this.#older[slot] as number;
    const newer = this.#newer[slot] as number;
    if (older === NONE) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
  }

  #grow(slot: number): void {
    let size = this.#heardMs.length;
    while (size <= slot) size *= 2;
    this.#older = copyTo(new Int32Array(size), this.#older);
    this.#newer = copyTo(new Int32Array(size), this.#newer);
    this.#heardMs = copyTo(new Float64Array(size), this.#heardMs);
  }
}

/** Copies `source` to the start of `target`. */
function copyTo<T extends Int32Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
