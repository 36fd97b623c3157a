import type { CrashType } from '../event/crash.ts';
import { KEY_LENGTH, keysOf } from './pattern-keys.ts';
import { NameSet } from './report/name-set.ts';
import { BEGINS, PREFIXES } from './tables/begins.ts';
import { parseTable } from './tables/parse-table.ts';

export type Opens = 'always' | 'alone' | 'never';

/** One row of the table of first lines. */
export interface Begin {
  readonly opens: Opens;
  readonly type: CrashType;
  readonly frame: string;
  /** Functions that say nothing in this kind. */
  readonly boring: NameSet;
  readonly pattern: RegExp;
  readonly title: string;
}

/** A first line, understood. */
export interface BeginMatch {
  readonly begin: Begin;
  /** Groups of the pattern. */
  readonly groups: readonly (string | undefined)[];
  /** The functions that the line names. */
  readonly functions: readonly string[];
  /** The line behind its prefixes. */
  readonly line: string;
}

/** How much of a line patterns see, in characters. */
const LONGEST_LINE = 512;
const MOST_PREFIXES = 2;
const FUNCTION = '[A-Za-z_][\\w.$]*';
const UNKNOWN_LINE = /^(?:BUG|WARNING|INFO): \S/;

/** Lines that nothing in the table fits, though they may begin a crash: it depends on what follows. */
export const UNKNOWN: Begin = {
  opens: 'alone',
  type: 'unknown',
  frame: 'line',
  boring: new NameSet([]),
  pattern: UNKNOWN_LINE,
  title: '$line',
};

const ROWS = parseTable(BEGINS, 7).map(
  ([opens, type, frame, boring = '', pattern = '', title = '']) => ({
    keys: keysOf(pattern),
    begin: {
      opens: opens as Opens,
      type: type as CrashType,
      frame: frame as string,
      boring: NameSet.ofCell(boring),
      pattern: new RegExp(
        `^(?:${pattern.replace('%f', `(?<f>${FUNCTION})`).replace('%g', `(?<g>${FUNCTION})`)})`,
      ),
      title,
    },
  }),
);
const PREFIX_WORDS = parseTable(PREFIXES, 2).map(([prefix]) => `${prefix} `);
const BY_KEY = new Map<string, Begin[]>();
for (const { keys, begin } of ROWS) {
  for (const key of keys) BY_KEY.set(key, [...(BY_KEY.get(key) ?? []), begin]);
}

/** The first four characters of every line that `matchBegin` may fit. */
export function beginKeys(): string[] {
  const keys = [...BY_KEY.keys(), 'INFO', 'WARN', 'BUG:'];
  const behindPrefixes = PREFIX_WORDS.flatMap((prefix) => keys.map((key) => prefix + key));
  return [...new Set([...keys, ...behindPrefixes].map((key) => key.slice(0, KEY_LENGTH)))];
}

/** Looks a line up in the table; `UNKNOWN` when only its first word is that of a crash. Undefined when it is none. */
export function matchBegin(text: string): BeginMatch | undefined {
  let line = text.slice(0, LONGEST_LINE);
  for (let prefixes = 0; ; prefixes++) {
    for (const begin of BY_KEY.get(line.slice(0, KEY_LENGTH)) ?? []) {
      const groups = begin.pattern.exec(line);
      if (groups !== null) return { begin, groups, functions: functionsOf(groups), line };
    }
    if (UNKNOWN_LINE.test(line)) return { begin: UNKNOWN, groups: [], functions: [], line };
    const prefix = PREFIX_WORDS.find((word) => line.startsWith(word));
    if (prefix === undefined || prefixes === MOST_PREFIXES) return undefined;
    line = line.slice(prefix.length).trimStart();
  }
}

function functionsOf({ groups }: RegExpExecArray): string[] {
  return [groups?.['f'], groups?.['g']].filter((name) => name !== undefined);
}
