/** Pairs of buckets in the table for each key, at least: few enough for the cache, enough to find a hash soon that puts no three keys in a pair. */
const SPREAD = 4;
const FIRST_FACTOR = 0x9e3779b1;

/** What the tables ask of a line, by its first four bytes; kinds are bits. */
export interface LineKinds {
  /** Kinds of a key of four characters, each. */
  readonly keys: ReadonlyMap<string, number>;
  /** A character that is enough alone, and its kinds. */
  readonly opener: readonly [string, number];
}

/** Finds by the first four bytes of a line which tables may match it: one look into a table of 8 KiB. */
export class FirstBytes {
  /** Words in pairs; 0 for none. */
  readonly #table: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #factor: number;
  readonly #shift: number;
  readonly #opener: number;
  readonly #openerKinds: number;

  constructor({ keys, opener }: LineKinds) {
    this.#opener = opener[0].charCodeAt(0);
    this.#openerKinds = opener[1];
    const words = new Map([...keys].map(([key, kinds]) => [wordOf(key), kinds]));
    const bits = Math.ceil(Math.log2(words.size * SPREAD));
    this.#shift = 32 - bits;
    this.#table = new Int32Array(2 * 2 ** bits);
    let factor = FIRST_FACTOR;
    while (!fill(this.#table, words.keys(), factor, this.#shift)) factor += 2;
    this.#factor = factor;
    this.#kinds = Uint8Array.from(this.#table, (word) => words.get(word) ?? 0);
  }

  /** The kinds of a line whose first four bytes are `word`, the first one lowest; 0 for none. */
  kindsOf(word: number): number {
    const at = (Math.imul(word, this.#factor) >>> this.#shift) << 1;
    if (this.#table[at] === word) return this.#kinds[at] as number;
    if (this.#table[at | 1] === word) return this.#kinds[at | 1] as number;
    return (word & 0xff) === this.#opener ? this.#openerKinds : 0;
  }
}

/** The kinds of each key, of all lists that contain it. */
export function kindsByKey(
  lists: Iterable<readonly [kind: number, keys: Iterable<string>]>,
): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const [kind, keys] of lists) {
    for (const key of keys) kinds.set(key, (kinds.get(key) ?? 0) | kind);
  }
  return kinds;
}

function wordOf(key: string): number {
  return Buffer.from(key, 'latin1').readInt32LE();
}

/** Puts every word in one of its two buckets; returns false when this factor gives three of them the same. */
function fill(table: Int32Array, words: Iterable<number>, factor: number, shift: number): boolean {
  table.fill(0);
  for (const word of words) {
    const at = (Math.imul(word, factor) >>> shift) << 1;
    if (table[at] === 0) table[at] = word;
    else if (table[at | 1] === 0) table[at | 1] = word;
    else return false;
  }
  return true;
}
