import type { HostName } from '../event/host-name.ts';
import { sourceViews } from '../event/data-views.ts';
import type { SenderKey } from './sender-key.ts';

/** A line of the cache: what a message touches of its sender should be one, since those of thousands are not in the cache. */
const ROW_WORDS = 16;
/** glibc places large pieces of memory 16 bytes past such a line. */
const FIRST_WORD = 12;

/** Words of a row: the endpoint … */
const KEY = 0;
const PORT = 1;
/** … how many datagrams came from it, as a double … */
const DATAGRAMS = 6;
/** … the second in which it was heard last … */
const HEARD = 8;
/** … the id and the length of the name that it claimed last, 0 for none, and that name. */
const CLAIM = 9;
const LENGTH_BITS = 5;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;
const MAX_ID = (1 << (31 - LENGTH_BITS)) - 1;
const NAME = 10;
const MIN_NAME_BYTES = 4;
const MAX_NAME_BYTES = 4 * (ROW_WORDS - NAME);

/** By slot, what is asked of a sender for each of its datagrams. */
export class SenderRows {
  #words = new Int32Array(FIRST_WORD + 64 * ROW_WORDS);
  #doubles = new Float64Array(this.#words.buffer);

  /** Begins the row of a new sender. */
  add(slot: number, { d, port, c, b, a, scope }: SenderKey, second: number): void {
    const at = rowOf(slot);
    if (at + ROW_WORDS > this.#words.length) this.#grow();
    this.#words.fill(0, at, at + ROW_WORDS);
    this.#words.set([d, port, c, b, a, scope], at + KEY);
    this.#words[at + HEARD] = second;
  }

  /** Ends the row of a sender: it is no key's. */
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

  /** Counts a datagram of the sender. Tells whether it is the first one of `second`. */
  hear(slot: number, second: number): boolean {
    const at = rowOf(slot);
    (this.#doubles[(at + DATAGRAMS) >> 1] as number)++;
    if (this.#words[at + HEARD] === second) return false;
    this.#words[at + HEARD] = second;
    return true;
  }

  datagrams(slot: number): number {
    return this.#doubles[(rowOf(slot) + DATAGRAMS) >> 1] as number;
  }

  /** The id of the name that the sender claimed last, when that is `bytes[start, end)`; otherwise -1. */
  claimedId(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const words = this.#words;
    const at = rowOf(slot);
    const claim = words[at + CLAIM] as number;
    const length = end - start;
    if ((claim & LENGTH_MASK) !== length || length === 0) return -1;
    const names = sourceViews.of(bytes);
    let word = at + NAME;
    for (let from = start; from < end - 4; from += 4) {
      if (words[word++] !== names.getInt32(from, true)) return -1;
    }
    return words[word] === names.getInt32(end - 4, true) ? claim >> LENGTH_BITS : -1;
  }

  /** Keeps the name that the sender claims. False when it is not one of printable ASCII that fits, and the name before it stays. */
  claim(slot: number, { id, isPlain, words: name, start, end }: HostName): boolean {
    const length = end - start;
    if (!isPlain || length < MIN_NAME_BYTES || length > MAX_NAME_BYTES || id > MAX_ID) return false;
    let word = rowOf(slot) + NAME;
    for (let from = start; from < end - 4; from += 4) {
      this.#words[word++] = name.getInt32(from, true);
    }
    this.#words[word] = name.getInt32(end - 4, true);
    this.#words[rowOf(slot) + CLAIM] = (id << LENGTH_BITS) | length;
    return true;
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
