import type { SenderKey } from './sender-key.ts';

/** One cache line: rows of thousands of senders are not in the cache. */
const ROW_WORDS = 16;
/** glibc places large pieces of memory 16 bytes past such a line. */
const FIRST_WORD = 12;

/** Words of a row: the endpoint … */
const KEY = 0;
const PORT = 1;
/** … how many datagrams came from it, as a double … */
const DATAGRAMS = 6;
/** … and the second of the last one. */
const SEEN = 8;

/** By slot, the state of a sender that each of its datagrams needs. */
export class SenderRows {
  #words = new Int32Array(FIRST_WORD + 64 * ROW_WORDS);
  #doubles = new Float64Array(this.#words.buffer);

  /** Begins the row of a new sender. */
  add(slot: number, { d, port, c, b, a, scope }: SenderKey, second: number): void {
    const at = rowOf(slot);
    if (at + ROW_WORDS > this.#words.length) this.#grow();
    this.#words.fill(0, at, at + ROW_WORDS);
    this.#words.set([d, port, c, b, a, scope], at + KEY);
    this.#words[at + SEEN] = second;
  }

  /** Ends the row of a sender: it matches no key. */
  remove(slot: number): void {
    this.#words[rowOf(slot) + PORT] = -1;
  }

  isOf(slot: number, key: SenderKey): boolean {
    const words = this.#words;
    const at = rowOf(slot);
    return (
      words[at] === key.d &&
      words[at + 1] === key.port &&
      words[at + 2] === key.c &&
      words[at + 3] === key.b &&
      words[at + 4] === key.a &&
      words[at + 5] === key.scope
    );
  }

  /** Counts a datagram of the sender; returns whether it is the first one of `second`. */
  count(slot: number, second: number): boolean {
    const at = rowOf(slot);
    (this.#doubles[(at + DATAGRAMS) >> 1] as number)++;
    if (this.#words[at + SEEN] === second) return false;
    this.#words[at + SEEN] = second;
    return true;
  }

  datagrams(slot: number): number {
    return this.#doubles[(rowOf(slot) + DATAGRAMS) >> 1] as number;
  }

  #grow(): void {
    const larger = new Int32Array(FIRST_WORD + (this.#words.length - FIRST_WORD) * 2);
    larger.set(this.#words);
    this.#words = larger;
    this.#doubles = new Float64Array(larger.buffer);
  }
}

function rowOf(slot: number): number {
  return FIRST_WORD + slot * ROW_WORDS;
}
