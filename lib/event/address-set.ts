import { parseCidr } from './cidr.ts';

/** Addresses as first and last of sorted ranges that do not touch, `words` 32-bit words each. */
interface Ranges {
  readonly words: number;
  readonly first: Uint32Array;
  readonly last: Uint32Array;
}

/** An address as the four little-endian words of its IPv6 form in network order; IPv4 in its mapped form. */
export interface AddressWords {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** CIDR blocks compiled once; a test takes a binary search. IPv4-mapped addresses count as IPv4, and are in no IPv6 block, not even `::/0`. */
export class AddressSet {
  readonly #v4: Ranges;
  readonly #v6: Ranges;
  readonly #probe = new Uint32Array(4);

  /** `blocks`: CIDR blocks or single addresses; throws on anything else. */
  constructor(blocks: readonly string[]) {
    const parsed = blocks.map((block) => {
      const cidr = parseCidr(block);
      if (cidr === undefined) throw new Error(`no CIDR block: ${block}`);
      return { first: firstOf(cidr.bytes, cidr.bits), last: lastOf(cidr.bytes, cidr.bits) };
    });
    this.#v4 = toRanges(parsed.filter(({ first }) => first.length === 1));
    this.#v6 = toRanges(parsed.filter(({ first }) => first.length === 4));
  }

  /** Whether an address of 4 or 16 bytes in network order is in one of the blocks. */
  containsBytes(bytes: Uint8Array): boolean {
    const probe = this.#probe;
    if (bytes.length === 4) {
      probe[0] = wordAt(bytes, 0);
      return isInside(this.#v4, probe);
    }
    if (bytes.length !== 16) return false;
    for (let i = 0; i < 4; i++) probe[i] = wordAt(bytes, 4 * i);
    return this.#containsProbe();
  }

  /** The same for the words of a sender's key. */
  containsKey({ a, b, c, d }: AddressWords): boolean {
    const probe = this.#probe;
    probe[0] = swapped(a);
    probe[1] = swapped(b);
    probe[2] = swapped(c);
    probe[3] = swapped(d);
    return this.#containsProbe();
  }

  #containsProbe(): boolean {
    const probe = this.#probe;
    if (probe[0] === 0 && probe[1] === 0 && probe[2] === 0xffff) {
      probe[0] = probe[3] as number;
      return isInside(this.#v4, probe);
    }
    return isInside(this.#v6, probe);
  }
}

function isInside(ranges: Ranges, probe: Uint32Array): boolean {
  const { words, first, last } = ranges;
  let low = 0;
  let high = first.length / words;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(last, middle * words, probe, words) < 0) low = middle + 1;
    else high = middle;
  }
  return low * words < first.length && compare(first, low * words, probe, words) <= 0;
}

/** Compares the address at `at` of `table` with `probe`. */
function compare(table: Uint32Array, at: number, probe: Uint32Array, words: number): number {
  for (let i = 0; i < words; i++) {
    const difference = (table[at + i] as number) - (probe[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Range {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
}

/** CIDR blocks either nest or are apart, so a block that begins inside the one before it adds nothing. */
function toRanges(blocks: readonly Range[]): Ranges {
  const words = blocks[0]?.first.length ?? 1;
  const sorted = blocks.toSorted(
    (a, b) => compare(a.first, 0, b.first, words) || compare(b.last, 0, a.last, words),
  );
  const kept: Range[] = [];
  for (const block of sorted) {
    const before = kept.at(-1);
    if (before === undefined || compare(before.last, 0, block.first, words) < 0) kept.push(block);
  }
  return {
    words,
    first: Uint32Array.from(kept.flatMap(({ first }) => [...first])),
    last: Uint32Array.from(kept.flatMap(({ last }) => [...last])),
  };
}

/** The big-endian value of a little-endian word. */
function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** The last address of a block; its `bytes` before `bits` stay. */
function lastOf(bytes: Uint8Array, bits: number): Uint32Array {
  return wordsOf(bytes.map((byte, i) => byte | hostBits(bits - 8 * i)));
}

/** The first address of a block. */
function firstOf(bytes: Uint8Array, bits: number): Uint32Array {
  return wordsOf(bytes.map((byte, i) => byte & ~hostBits(bits - 8 * i)));
}

/** The bits of one byte that a prefix leaves open, when `bits` of the prefix reach into it. */
function hostBits(bits: number): number {
  return 0xff >> Math.min(Math.max(bits, 0), 8);
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => wordAt(bytes, 4 * i));
}
