import type { CrashType } from '../event/crash.ts';
import { KEY_LENGTH, keysOf } from './pattern-keys.ts';
import { NameSet } from './report/name-set.ts';
import { BEGINS, CUT_BEGINS, LATE_BEGINS, PREFIXES } from './tables/begins.ts';
import { parseTable } from './tables/parse-table.ts';

/** When a line opens a crash; `late`: when none is open, and otherwise it is a line like any other. */
export type Opens = 'always' | 'alone' | 'late' | 'never';

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
  /** The line after its prefixes. */
  readonly line: string;
}

/** How much of a line patterns see, in characters. */
const LONGEST_LINE = 512;
const MOST_PREFIXES = 2;
const FUNCTION = '[A-Za-z_][\\w.$]*';
const UNKNOWN_LINE = /^(?:BUG|WARNING|INFO): \S/;

/** Lines that nothing in the table matches, though they may begin a crash: it depends on what follows. */
export const UNKNOWN: Begin = {
  opens: 'alone',
  type: 'unknown',
  frame: 'line',
  boring: new NameSet([]),
  pattern: UNKNOWN_LINE,
  title: '$line',
};

const BY_KEY = rowsByKey(BEGINS + LATE_BEGINS);
const CUT_BY_KEY = rowsByKey(CUT_BEGINS);
const PREFIX_WORDS = parseTable(PREFIXES, 2).map(([prefix]) => `${prefix} `);

/** The first four characters of every line that `matchBegin` may match. */
export function beginKeys(): string[] {
  const keys = [...BY_KEY.keys(), 'INFO', 'WARN', 'BUG:'];
  const behindPrefixes = PREFIX_WORDS.flatMap((prefix) => keys.map((key) => prefix + key));
  return [...new Set([...keys, ...behindPrefixes].map((key) => key.slice(0, KEY_LENGTH)))];
}

/** Looks a line up in the table; `UNKNOWN` when only its first word is that of a crash. Undefined when it is none. */
export function matchBegin(text: string): BeginMatch | undefined {
  let line = text.slice(0, LONGEST_LINE);
  for (let prefixes = 0; ; prefixes++) {
    const match = matchIn(BY_KEY, line);
    if (match !== undefined) return match;
    if (UNKNOWN_LINE.test(line)) return { begin: UNKNOWN, groups: [], functions: [], line };
    const prefix = PREFIX_WORDS.find((word) => line.startsWith(word));
    if (prefix === undefined || prefixes === MOST_PREFIXES) return undefined;
    line = line.slice(prefix.length).trimStart();
  }
}

/** What a line tells of the crash that `[ cut here ]` announced, when its first line was lost. */
export function matchCut(text: string): BeginMatch | undefined {
  return matchIn(CUT_BY_KEY, text.slice(0, LONGEST_LINE));
}

function matchIn(
  rows: ReadonlyMap<string, readonly Begin[]>,
  line: string,
): BeginMatch | undefined {
  for (const begin of rows.get(line.slice(0, KEY_LENGTH)) ?? []) {
    const groups = begin.pattern.exec(line);
    if (groups !== null) return { begin, groups, functions: functionsOf(groups), line };
  }
  return undefined;
}

function functionsOf({ groups }: RegExpExecArray): string[] {
  return [groups?.['f'], groups?.['g']].filter((name) => name !== undefined);
}

function rowsByKey(table: string): ReadonlyMap<string, readonly Begin[]> {
  const byKey = new Map<string, Begin[]>();
  for (const [opens, type, frame, boring = '', pattern = '', title = ''] of parseTable(table, 7)) {
    const named = pattern.replace('%f', `(?<f>${FUNCTION})`).replace('%g', `(?<g>${FUNCTION})`);
    const begin: Begin = {
      opens: opens as Opens,
      type: type as CrashType,
      frame: frame as string,
      boring: NameSet.ofCell(boring),
      pattern: new RegExp(`^(?:${named})`),
      title,
    };
    for (const key of keysOf(pattern)) byKey.set(key, [...(byKey.get(key) ?? []), begin]);
  }
  return byKey;
}
