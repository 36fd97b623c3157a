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
  /** Of those with the same title and device. */
  readonly key: string;
  /** Whether it is only counted. */
  readonly isCounted: boolean;
}

interface Row {
  readonly type: TroubleType;
  /** Without groups, since an object is made for those of each match. */
  readonly pattern: RegExp;
  /** With the group `d`, the device. */
  readonly withDevice: RegExp;
  readonly isCounted: boolean;
  /** What was found last, by the words that the pattern matched. */
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

/** The first four characters of every line that `matchTrouble` may match. */
export function troubleKeys(): Iterable<string> {
  return BY_KEY.keys();
}

/** Looks a line up; undefined when it tells of none. */
export function matchTrouble(line: string): TroubleMatch | undefined {
  // Numbers of hardware errors grow, and with them the place of the first letter.
  const start = line.startsWith('{') ? line.replace(NUMBERED, '{0}') : line;
  const key = start.slice(0, KEY_LENGTH);
  for (const row of BY_KEY.get(key) ?? []) {
    const match = row.pattern.exec(line);
    if (match !== null) return row.known.get(match[0]) ?? learn(row, match[0]);
  }
  return undefined;
}

function learn({ type, withDevice, isCounted, known }: Row, words: string): TroubleMatch {
  const found = withDevice.exec(words);
  const device = found?.groups?.['d']?.slice(0, LONGEST_DEVICE);
  const [start, end] = found?.indices?.groups?.['d'] ?? [0, 0];
  const named = end > 0 ? `${words.slice(0, start)}DEV${words.slice(end)}` : words;
  const title = titleOf(named);
  const match = { type, title, device, key: troubleKey(title, device), isCounted };
  if (known.size === MOST_KNOWN) known.clear();
  known.set(words, match);
  return match;
}

/** Distinguishes trouble signals. */
export function troubleKey(title: string, device: string | undefined): string {
  return `${title}\n${device ?? ''}`;
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
    const source = `^(?:${words.replace('%d', DEVICE)})`;
    const row: Row = {
      type: type as TroubleType,
      pattern: new RegExp(source.replace('(?<d>', '(?:')),
      withDevice: new RegExp(source, 'd'),
      isCounted,
      known: new Map(),
    };
    for (const key of keysOf(words)) BY_KEY.set(key, [...(BY_KEY.get(key) ?? []), row]);
  }
}
