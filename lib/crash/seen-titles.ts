import { createHash } from 'node:crypto';
import { BOUNDS } from './bounds.ts';

/** Buckets looked at for one title. */
const REACH = 16;

/** Titles that the relay has seen since it started, as 64-bit hashes in memory that all threads share. */
export class SeenTitles {
  readonly #table: BigInt64Array;

  constructor(table: BigInt64Array) {
    this.#table = table;
  }

  /** Memory for the titles: twice as many buckets as titles are to be remembered. */
  static allocate(): BigInt64Array {
    return new BigInt64Array(new SharedArrayBuffer(2 * BOUNDS.titles * 8));
  }

  /** Remembers a title; returns whether it was new. When its part of the table is full, an old title is forgotten. */
  add(title: string): boolean {
    const hash = createHash('sha256').update(title).digest().readBigInt64LE() || 1n;
    const buckets = BigInt(this.#table.length);
    const home = Number(BigInt.asUintN(32, hash) % buckets);
    for (let i = 0; i < REACH; i++) {
      const at = (home + i) % this.#table.length;
      const found = Atomics.compareExchange(this.#table, at, 0n, hash);
      if (found === 0n) return true;
      if (found === hash) return false;
    }
    Atomics.store(this.#table, home, hash);
    return true;
  }
}
