/** Places in the table for each key, at least: few enough for the cache, enough to find a hash without collisions soon. */
const SPREAD = 8;
const FIRST_FACTOR = 0x9e3779b1;

/** Tells whether the first four bytes of a line are one of a few dozen: one look into a table of 2 KiB. */
export class FirstBytes {
  readonly #table: Int32Array;
  readonly #factor: number;
  readonly #shift: number;
  readonly #opener: number;

  /** `keys`: four characters each. `opener`: a character that is enough alone. */
  constructor(keys: Iterable<string>, opener: string) {
    this.#opener = opener.charCodeAt(0);
    const words = new Set([...keys].map((key) => Buffer.from(key, 'latin1').readInt32LE()));
    const bits = Math.ceil(Math.log2(words.size * SPREAD));
    this.#shift = 32 - bits;
    for (let factor = FIRST_FACTOR; ; factor += 2) {
      const table = fill(words, factor, this.#shift);
      if (table === undefined) continue;
      this.#table = table;
      this.#factor = factor;
      return;
    }
  }

  /** `word`: four bytes, the first one lowest; not 0. */
  has(word: number): boolean {
    const isKey = this.#table[Math.imul(word, this.#factor) >>> this.#shift] === word;
    return isKey || (word & 0xff) === this.#opener;
  }
}

/** A table in which every word has a place of its own; undefined when this factor gives none. */
function fill(words: ReadonlySet<number>, factor: number, shift: number): Int32Array | undefined {
  const table = new Int32Array(2 ** (32 - shift));
  for (const word of words) {
    const at = Math.imul(word, factor) >>> shift;
    if (table[at] !== 0) return undefined;
    table[at] = word;
  }
  return table;
}
