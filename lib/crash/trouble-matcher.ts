import type { TroubleType } from '../event/crash.ts';
import { KEY_LENGTH, keysOf } from './pattern-keys.ts';
import { normaliseText } from './report/normalise-text.ts';
import { parseTable } from './tables/parse-table.ts';
import { COUNTED, TROUBLES } from './tables/troubles.ts';

/** A line that tells of trouble. */
export interface TroubleMatch {
  readonly type: TroubleType;
  readonly title: string;
  readonly device: string | undefined;
  /** Whether it is only counted. */
  readonly isCounted: boolean;
}

interface Row {
  readonly type: TroubleType;
  readonly pattern: RegExp;
  readonly isCounted: boolean;
  /** What was found last, by the words that the pattern fitted. */
  readonly known: Map<string, TroubleMatch>;
}

const MOST_KNOWN = 64;

const LONGEST_TITLE = 120;
const LONGEST_DEVICE = 64;
const NUMBERED = /^\{\d+\}/;
const DEVICE = '(?<d>[^\\s,)]+)';
const BY_KEY = new Map<string, Row[]>();
addRows(TROUBLES, false);
addRows(COUNTED, true);

/** The first four characters of every line that `matchTrouble` may fit. */
export function troubleKeys(): Iterable<string> {
  return BY_KEY.keys();
}

/** Looks a line up; undefined when it tells of none. */
export function matchTrouble(line: string): TroubleMatch | undefined {
  // Numbers of hardware errors grow, and with them the place of the first letter.
  const key = line.replace(NUMBERED, '{0}').slice(0, KEY_LENGTH);
  for (const row of BY_KEY.get(key) ?? []) {
    const match = row.pattern.exec(line);
    if (match !== null) return row.known.get(match[0]) ?? learn(row, match[0]);
  }
  return undefined;
}

function learn({ type, pattern, isCounted, known }: Row, words: string): TroubleMatch {
  // Only here, since places cost more than the match.
  const found = new RegExp(pattern, 'd').exec(words);
  const device = found?.groups?.['d']?.slice(0, LONGEST_DEVICE);
  const [start, end] = found?.indices?.groups?.['d'] ?? [0, 0];
  const named = end > 0 ? `${words.slice(0, start)}DEV${words.slice(end)}` : words;
  const match = { type, title: titleOf(named), device, isCounted };
  if (known.size === MOST_KNOWN) known.clear();
  known.set(words, match);
  return match;
}

function titleOf(words: string): string {
  return normaliseText(words.replace(NUMBERED, ''))
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, LONGEST_TITLE);
}

function addRows(table: string, isCounted: boolean): void {
  for (const [type, words = ''] of parseTable(table, 3)) {
    const pattern = new RegExp(`^(?:${words.replace('%d', DEVICE)})`);
    const row = { type: type as TroubleType, pattern, isCounted, known: new Map() };
    for (const key of keysOf(words)) {
      BY_KEY.set(key, [...(BY_KEY.get(key) ?? []), row]);
    }
  }
}
