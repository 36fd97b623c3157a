import { randomInt } from 'node:crypto';

const MIN_SLOTS = 512;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Numbers names (hosts, paths, streams) from 0 in order of first use; finds them by their bytes without creating a string. Bounded by
 * `limit` names and 16 MiB: when `isFull`, the owner adds no more, or clears it before the next `add`.
 */
export class NameTable {
  readonly #limit: number;
  /** Random, so that a sender that chooses host names cannot aim at one slot. */
  readonly #seed: number;
  /** Open addressing: id + 1, or 0. Never more than half full. */
  #slots = new Int32Array(MIN_SLOTS);
  #hashes = new Int32Array(MIN_SLOTS / 2);
  /** Name `id` is `#bytes[#ends[id - 1], #ends[id])`. */
  #ends = new Uint32Array(MIN_SLOTS / 2);
  #bytes: Uint8Array = new Uint8Array(16 * 1024);
  #size = 0;

  constructor(limit: number, seed: number = randomInt(0x1_0000_0000)) {
    this.#limit = limit;
    this.#seed = seed | 0;
  }

  get isFull(): boolean {
    return this.#size >= this.#limit || this.#startOf(this.#size) >= MAX_BYTES;
  }

  /** The id of the name `bytes[start, end)`, or -1 if it is unknown. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = this.#hashOf(bytes, start, end);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1;
      if (id < 0) return -1;
      if (this.#hashes[id] === hash && this.#isSame(id, bytes, start, end)) return id;
    }
  }

  /** Numbers a name that `find` did not know; the table must not be full. */
  add(bytes: Uint8Array, start: number, end: number): number {
    if (this.#size * 2 === this.#slots.length) this.#growSlots();
    const id = this.#size++;
    let to = this.#startOf(id);
    this.#growBytes(to + end - start);
    for (let i = start; i < end; i++) this.#bytes[to++] = bytes[i] as number;
    this.#ends[id] = to;
    this.#hashes[id] = this.#hashOf(bytes, start, end);
    this.#place(id);
    return id;
  }

  /** Removes all names and releases their memory. */
  clear(): void {
    this.#slots = new Int32Array(MIN_SLOTS);
    this.#hashes = new Int32Array(MIN_SLOTS / 2);
    this.#ends = new Uint32Array(MIN_SLOTS / 2);
    this.#bytes = new Uint8Array(16 * 1024);
    this.#size = 0;
  }

  /** FNV-1a from a secret start. */
  #hashOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  #startOf(id: number): number {
    return id === 0 ? 0 : (this.#ends[id - 1] as number);
  }

  #isSame(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#startOf(id);
    if ((this.#ends[id] as number) - at !== end - start) return false;
    const known = this.#bytes;
    for (let i = start; i < end; i++) if (known[at++] !== bytes[i]) return false;
    return true;
  }

  #place(id: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[id] as number) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id + 1;
  }

  #growSlots(): void {
    const { length } = this.#slots;
    this.#slots = new Int32Array(length * 2);
    const hashes = new Int32Array(length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const ends = new Uint32Array(length);
    ends.set(this.#ends);
    this.#ends = ends;
    for (let id = 0; id < this.#size; id++) this.#place(id);
  }

  #growBytes(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
