import type { KernelView } from '../../event/kernel-view.ts';

const FIRST_SIZE = 256;
const LAST_SIZE = 16_384;
/** Words of an entry, a quarter of a cache line. */
const STRIDE = 4;
/** The lower 32 bits of sequence and uptime. */
const SEQUENCE = 0;
const UPTIME = 1;
/** The upper 21 bits of the uptime, and 11 more of the sequence: numbers that differ by 2^43 are one here. */
const UPPER = 2;
/** Length + 1. New memory is 0, which is no record. */
const LENGTH = 3;
const EMPTY = 0;
const ENTRY_BYTES = STRIDE * Int32Array.BYTES_PER_ELEMENT;
const UPPER_OF_SEQUENCE = 0x7ff;
const TWO_32 = 2 ** 32;

/** Memory of all tables together. Growth leaves half of it for first tables. */
export class TableBudget {
  readonly #limit: number;
  used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the memory of a first table; false if there is none left. */
  takeFirst(): boolean {
    return this.#take(FIRST_SIZE * ENTRY_BYTES, this.#limit);
  }

  takeGrowth(bytes: number): boolean {
    return this.#take(bytes, this.#limit / 2);
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }

  #take(bytes: number, limit: number): boolean {
    if (this.used + bytes > limit) return false;
    this.used += bytes;
    return true;
  }
}

/**
 * Stores the latest records of one sender by sequence number, to find duplicates. Each number has one
 * bucket; the table doubles, up to 16,384 buckets, if two numbers need the same bucket and the budget permits.
 */
export class DuplicateTable {
  readonly #budget: TableBudget;
  #entries = new Int32Array(STRIDE * FIRST_SIZE);
  /** Numbers whose buckets hold only records that are a whole table older. Checking each bucket would cost a cache miss. */
  #from = 0;
  #to = 0;

  /** The budget was asked for a first table before. */
  constructor(budget: TableBudget) {
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#entries.byteLength;
  }

  /** Whether exactly this record was seen. */
  has(kernel: KernelView, length: number): boolean {
    const entries = this.#entries;
    const at = placeOf(kernel.sequence, entries);
    return (
      entries[at + LENGTH] === length + 1 &&
      entries[at + SEQUENCE] === (kernel.sequence | 0) &&
      entries[at + UPTIME] === (kernel.uptimeUs | 0) &&
      entries[at + UPPER] === upperOf(kernel)
    );
  }

  /** Whether a record of this number but of another time was seen: within one boot there is none. */
  contradicts(kernel: KernelView): boolean {
    const entries = this.#entries;
    const at = placeOf(kernel.sequence, entries);
    if (entries[at + LENGTH] === EMPTY || sequenceAt(entries, at) !== kernel.sequence) return false;
    return (
      entries[at + UPTIME] !== (kernel.uptimeUs | 0) || entries[at + UPPER] !== upperOf(kernel)
    );
  }

  add(kernel: KernelView, length: number): void {
    const { sequence } = kernel;
    if (sequence < this.#from || sequence >= this.#to) this.#turn(sequence);
    const entries = this.#entries;
    const at = placeOf(sequence, entries);
    entries[at + SEQUENCE] = sequence;
    entries[at + UPTIME] = kernel.uptimeUs;
    entries[at + UPPER] = upperOf(kernel);
    entries[at + LENGTH] = length + 1;
  }

  /** Forgets the records whose number is above `sequence`; all of them when it is -1. */
  forgetAbove(sequence: number): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += STRIDE) {
      if (sequenceAt(entries, at) > sequence) entries[at + LENGTH] = EMPTY;
    }
    this.#from = 0;
    this.#to = 0;
  }

  /** Grows the table if another record has the bucket of this number, and sets the range of numbers that need no further check. */
  #turn(sequence: number): void {
    const size = this.#entries.length / STRIDE;
    if (size === LAST_SIZE) {
      this.#from = Number.NEGATIVE_INFINITY;
      this.#to = Number.POSITIVE_INFINITY;
      return;
    }
    const at = placeOf(sequence, this.#entries);
    if (this.#entries[at + LENGTH] === EMPTY || sequenceAt(this.#entries, at) === sequence) return;
    this.#grow();
    this.#from = sequence;
    this.#to = sequence + size;
  }

  #grow(): void {
    if (!this.#budget.takeGrowth(this.bytes)) return;
    const old = this.#entries;
    const entries = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += STRIDE) {
      if (old[from + LENGTH] === EMPTY) continue;
      const to = placeOf(old[from] as number, entries);
      for (let i = 0; i < STRIDE; i++) entries[to + i] = old[from + i] as number;
    }
    this.#entries = entries;
  }
}

function placeOf(sequence: number, entries: Int32Array): number {
  return (sequence << 2) & (entries.length - STRIDE);
}

function sequenceAt(entries: Int32Array, at: number): number {
  const upper = (entries[at + UPPER] as number) & UPPER_OF_SEQUENCE;
  return upper * TWO_32 + ((entries[at + SEQUENCE] as number) >>> 0);
}

function upperOf({ sequence, uptimeUs }: KernelView): number {
  return ((uptimeUs / TWO_32) << 11) | ((sequence / TWO_32) & UPPER_OF_SEQUENCE);
}
