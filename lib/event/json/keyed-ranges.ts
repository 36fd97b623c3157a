/** The record of a key: its range, its group, its place in `#slots`, and the lists it heads and belongs to. */
const STRIDE = 9;
const START = 0;
const END = 1;
const GROUP = 2;
const SLOT = 3;
const NEXT = 4;
const FIRST_CHILD = 5;
const LAST_CHILD = 6;
const FIRST_VALUE = 7;
const LAST_VALUE = 8;

/** The record of a value: its range, and the next value of its key. */
const VALUE_STRIDE = 3;
const VALUE_NEXT = 2;

/** Different in every process, so that nobody can prepare keys that collide. */
const SEED = (Math.random() * 2 ** 32) | 0;

/**
 * Keys and their values as ranges of one byte array, in order of first appearance; equal keys of one group
 * are one key with several values. A group is another key, or `ROOT`. Used again for each event; grows to
 * the largest one and allocates nothing else. Numbers of keys and values are never 0, which means none.
 */
export class KeyedRanges {
  static readonly ROOT = 0;

  #bytes: Uint8Array = new Uint8Array(0);
  #keys = new Int32Array(64 * STRIDE);
  #keyCount = 1;
  #values = new Int32Array(64 * VALUE_STRIDE);
  #valueCount = 1;
  /** Open addressing; holds numbers of keys, and is never more than half full. */
  #slots = new Int32Array(128);

  /** Forgets everything; ranges added from now on are ranges of `bytes`. */
  reset(bytes: Uint8Array): void {
    for (let key = 1; key < this.#keyCount; key++) {
      this.#slots[this.#keys[key * STRIDE + SLOT] as number] = 0;
    }
    this.#keys.fill(0, 0, STRIDE);
    this.#keyCount = 1;
    this.#valueCount = 1;
    this.#bytes = bytes;
  }

  /** The number of the key `bytes[start, end)` of `group`, new or known. */
  key(group: number, start: number, end: number): number {
    if (this.#keyCount * 2 >= this.#slots.length) this.#rehash();
    const slot = this.#slotOf(group, start, end);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known;
    const key = this.#keyCount++;
    if (this.#keyCount * STRIDE > this.#keys.length) this.#keys = doubled(this.#keys);
    this.#slots[slot] = key;
    const record = key * STRIDE;
    this.#keys.fill(0, record, record + STRIDE);
    this.#keys[record + START] = start;
    this.#keys[record + END] = end;
    this.#keys[record + GROUP] = group;
    this.#keys[record + SLOT] = slot;
    this.#append(group, key);
    return key;
  }

  addValue(key: number, start: number, end: number): void {
    const value = this.#valueCount++;
    if (this.#valueCount * VALUE_STRIDE > this.#values.length) this.#values = doubled(this.#values);
    const record = value * VALUE_STRIDE;
    this.#values[record + START] = start;
    this.#values[record + END] = end;
    this.#values[record + VALUE_NEXT] = 0;
    const last = this.#keys[key * STRIDE + LAST_VALUE] as number;
    if (last === 0) this.#keys[key * STRIDE + FIRST_VALUE] = value;
    else this.#values[last * VALUE_STRIDE + VALUE_NEXT] = value;
    this.#keys[key * STRIDE + LAST_VALUE] = value;
  }

  firstKey(group: number): number {
    return this.#keys[group * STRIDE + FIRST_CHILD] as number;
  }

  /** The key after `key` in its group. */
  nextKey(key: number): number {
    return this.#keys[key * STRIDE + NEXT] as number;
  }

  keyStart(key: number): number {
    return this.#keys[key * STRIDE + START] as number;
  }

  keyEnd(key: number): number {
    return this.#keys[key * STRIDE + END] as number;
  }

  firstValue(key: number): number {
    return this.#keys[key * STRIDE + FIRST_VALUE] as number;
  }

  lastValue(key: number): number {
    return this.#keys[key * STRIDE + LAST_VALUE] as number;
  }

  nextValue(value: number): number {
    return this.#values[value * VALUE_STRIDE + VALUE_NEXT] as number;
  }

  valueStart(value: number): number {
    return this.#values[value * VALUE_STRIDE + START] as number;
  }

  valueEnd(value: number): number {
    return this.#values[value * VALUE_STRIDE + END] as number;
  }

  #append(group: number, key: number): void {
    const last = this.#keys[group * STRIDE + LAST_CHILD] as number;
    this.#keys[last === 0 ? group * STRIDE + FIRST_CHILD : last * STRIDE + NEXT] = key;
    this.#keys[group * STRIDE + LAST_CHILD] = key;
  }

  /** Index of the key, or the index at which to insert it. */
  #slotOf(group: number, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(group, start, end) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#slots[slot] as number;
      if (key === 0 || this.#isKey(key, group, start, end)) return slot;
    }
  }

  #isKey(key: number, group: number, start: number, end: number): boolean {
    const record = key * STRIDE;
    const ownStart = this.#keys[record + START] as number;
    const length = (this.#keys[record + END] as number) - ownStart;
    if (this.#keys[record + GROUP] !== group || length !== end - start) return false;
    for (let i = 0; i < length; i++) {
      if (this.#bytes[ownStart + i] !== this.#bytes[start + i]) return false;
    }
    return true;
  }

  #hash(group: number, start: number, end: number): number {
    let hash = Math.imul(SEED ^ group, 0x9e3779b1);
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ (this.#bytes[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let key = 1; key < this.#keyCount; key++) {
      const record = key * STRIDE;
      const group = this.#keys[record + GROUP] as number;
      const slot = this.#slotOf(
        group,
        this.#keys[record + START] as number,
        this.#keys[record + END] as number,
      );
      this.#slots[slot] = key;
      this.#keys[record + SLOT] = slot;
    }
  }
}

function doubled(source: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(source.length * 2);
  larger.set(source);
  return larger;
}
