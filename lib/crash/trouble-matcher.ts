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
}

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
  for (const { type, pattern, isCounted } of BY_KEY.get(key) ?? []) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const device = match.groups?.['d']?.slice(0, LONGEST_DEVICE);
    return { type, title: titleOf(match), device, isCounted };
  }
  return undefined;
}

/** What the pattern fits, without numbers and the device. */
function titleOf({ 0: words, indices }: RegExpExecArray): string {
  const [start, end] = indices?.groups?.['d'] ?? [0, 0];
  const text = end > 0 ? `${words.slice(0, start)}DEV${words.slice(end)}` : words;
  return normaliseText(text.replace(NUMBERED, ''))
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, LONGEST_TITLE);
}

function addRows(table: string, isCounted: boolean): void {
  for (const [type, words = ''] of parseTable(table, 3)) {
    const pattern = new RegExp(`^(?:${words.replace('%d', DEVICE)})`, 'd');
    for (const key of keysOf(words)) {
      const row = { type: type as TroubleType, pattern, isCounted };
      BY_KEY.set(key, [...(BY_KEY.get(key) ?? []), row]);
    }
  }
}
