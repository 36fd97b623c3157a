import type { SenderKey } from './sender-key.ts';
import type { SenderRows } from './sender-rows.ts';

const NONE = -1;

/**
 * Finds the slot of an endpoint. Open addressing; an entry is 0, or slot + 1 and above it as many bits of the hash as have room,
 * so that the rows of others, which are seldom in the cache, are not asked.
 */
export class SenderIndex {
  readonly #rows: SenderRows;
  readonly #slotMask: number;
  readonly #hashMask: number;
  /** A power of two, at least twice the slots in use. */
  #entries = new Int32Array(256);
  /** By slot. */
  #hashes = new Int32Array(64);
  #count = 0;

  /** `maxSlots`: slots in use at a time, numbered from 0. */
  constructor(rows: SenderRows, maxSlots: number) {
    this.#rows = rows;
    this.#slotMask = 2 ** (32 - Math.clz32(maxSlots)) - 1;
    this.#hashMask = ~this.#slotMask;
  }

  /** The slot of `key`, -1 when it has none. `hash` is that of the key. */
  find(key: SenderKey, hash: number): number {
    const entries = this.#entries;
    const mask = entries.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = entries[at] as number;
      if (entry === 0) return NONE;
      if (((entry ^ hash) & this.#hashMask) !== 0) continue;
      const slot = (entry & this.#slotMask) - 1;
      if (this.#rows.isOf(slot, key)) return slot;
    }
  }

  /** Takes in a slot whose row holds its key. */
  insert(slot: number, hash: number): void {
    if (slot >= this.#hashes.length) this.#hashes = doubled(this.#hashes);
    this.#hashes[slot] = hash;
    this.#count++;
    if (this.#count * 2 > this.#entries.length) this.#grow();
    this.#put(slot);
  }

  /** Takes a slot's entry out and moves later ones of its probe sequence up, so that no tombstones gather. */
  erase(slot: number): void {
    const entries = this.#entries;
    const mask = entries.length - 1;
    let hole = (this.#hashes[slot] as number) & mask;
    while (this.#slotAt(hole) !== slot) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; entries[at] !== 0; at = (at + 1) & mask) {
      const home = (this.#hashes[this.#slotAt(at)] as number) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        entries[hole] = entries[at] as number;
        hole = at;
      }
    }
    entries[hole] = 0;
    this.#count--;
  }

  #slotAt(at: number): number {
    return ((this.#entries[at] as number) & this.#slotMask) - 1;
  }

  #put(slot: number): void {
    const hash = this.#hashes[slot] as number;
    const mask = this.#entries.length - 1;
    let at = hash & mask;
    while (this.#entries[at] !== 0) at = (at + 1) & mask;
    this.#entries[at] = (hash & this.#hashMask) | (slot + 1);
  }

  #grow(): void {
    const before = this.#entries;
    this.#entries = new Int32Array(before.length * 2);
    for (const entry of before) if (entry !== 0) this.#put((entry & this.#slotMask) - 1);
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
