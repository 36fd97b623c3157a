/** Pairs of places in the table for each key, at least: few enough for the cache, enough to find a hash soon that puts no three keys in a pair. */
const SPREAD = 4;
const FIRST_FACTOR = 0x9e3779b1;

/** Tells whether the first four bytes of a line are one of a few dozen: one look into a table of 8 KiB. */
export class FirstBytes {
  /** Words in pairs; 0 for none. */
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
    this.#table = new Int32Array(2 * 2 ** bits);
    let factor = FIRST_FACTOR;
    while (!fill(this.#table, words, factor, this.#shift)) factor += 2;
    this.#factor = factor;
  }

  /** `word`: four bytes, the first one lowest; not 0. */
  has(word: number): boolean {
    const at = (Math.imul(word, this.#factor) >>> this.#shift) << 1;
    return (
      this.#table[at] === word || this.#table[at | 1] === word || (word & 0xff) === this.#opener
    );
  }
}

/** Puts every word in one of its two places; returns false when this factor gives three of them the same. */
function fill(
  table: Int32Array,
  words: ReadonlySet<number>,
  factor: number,
  shift: number,
): boolean {
  table.fill(0);
  for (const word of words) {
    const at = (Math.imul(word, factor) >>> shift) << 1;
    if (table[at] === 0) table[at] = word;
    else if (table[at | 1] === 0) table[at | 1] = word;
    else return false;
  }
  return true;
}
