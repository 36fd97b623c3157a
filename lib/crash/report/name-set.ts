import { parseTable } from '../tables/parse-table.ts';

const SPECIAL = /[.$]/g;

/**
 * Names of functions or files by patterns with `*` for any text at either end, or at both. Compiled once; a test takes a
 * few microseconds, whatever the name.
 */
export class NameSet {
  readonly #exact: ReadonlySet<string>;
  /** Fits in names that begin with, end in or hold something; undefined when there are none. */
  readonly #begins: RegExp | undefined;
  readonly #ends: RegExp | undefined;
  readonly #holds: RegExp | undefined;

  constructor(patterns: readonly string[]) {
    const words = patterns.map((pattern) => ({
      word: pattern.replace(/^\*/, '').replace(/\*$/, ''),
      isOpenBefore: pattern.startsWith('*'),
      isOpenBehind: pattern.endsWith('*'),
    }));
    const of = (isOpenBefore: boolean, isOpenBehind: boolean): string[] =>
      words
        .filter((each) => each.isOpenBefore === isOpenBefore && each.isOpenBehind === isOpenBehind)
        .map(({ word }) => word);
    this.#exact = new Set(of(false, false));
    this.#begins = anyOf(of(false, true), '^(?:', ')');
    this.#ends = anyOf(of(true, false), '(?:', ')$');
    this.#holds = anyOf(of(true, true), '(?:', ')');
  }

  /** The patterns in a cell of a table, `-` for none. */
  static ofCell(cell: string): NameSet {
    return new NameSet(cell === '-' ? [] : cell.split(' '));
  }

  /** The patterns in the first column of a table of two. */
  static ofTable(table: string): NameSet {
    return new NameSet(parseTable(table, 2).map(([name = '']) => name));
  }

  has(name: string): boolean {
    return (
      this.#exact.has(name) ||
      this.#begins?.test(name) === true ||
      this.#ends?.test(name) === true ||
      this.#holds?.test(name) === true
    );
  }

  /** The same for a function whose leading underscores do not count. */
  hasLoosely(name: string): boolean {
    return this.has(name) || (name.startsWith('_') && this.has(name.replace(/^_+/, '')));
  }
}

function anyOf(words: readonly string[], before: string, after: string): RegExp | undefined {
  if (words.length === 0) return undefined;
  const escaped = words.map((word) => word.replaceAll(SPECIAL, '\\$&'));
  return new RegExp(before + escaped.join('|') + after);
}
