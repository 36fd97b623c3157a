import type { BeginMatch } from '../begin-matcher.ts';
import { LOCATIONS } from '../tables/locations.ts';
import { parseTable } from '../tables/parse-table.ts';
import { normaliseFunction } from './function-name.ts';
import { NameSet } from './name-set.ts';
import { normaliseText } from './normalise-text.ts';

const LONGEST_TITLE = 120;
const ACCESS = /^\s*(Read|Write) (?:of size|at addr)/;
const PANIC = /^Kernel panic - not syncing: (.*)$/;

const LOCATED = parseTable(LOCATIONS, 6).map(
  ([kind, file = '', name = '', boring = '', title = '']) => ({
    kind,
    file: new NameSet([file]),
    name: new NameSet([name]),
    boring: NameSet.ofCell(boring),
    title,
  }),
);

/** The title of a crash, at most 120 characters of printable ASCII. `name` is the function that it names. */
export function makeTitle(
  match: BeginMatch,
  lines: readonly string[],
  name: string | undefined,
): string {
  const { begin, groups, functions, line } = match;
  const title = begin.title
    .replaceAll(/\$(\d)/g, (_, digit: string) => normaliseText(groups[Number(digit)] ?? ''))
    .replace('$lower', () => uncapitalised(groups[2] ?? ''))
    .replace('$pair', () => pairOf(functions))
    .replace('$access', () => accessIn(lines))
    .replace('$why', () => normaliseText(whyOf(match, lines)))
    .replace('$line', () => normaliseText(line))
    .replace('$f', () => (name === undefined ? '?' : normaliseFunction(name)));
  return title
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, LONGEST_TITLE);
}

/** The match of a crash whose place in the source reports what others did wrong: other title, function of the call trace. */
export function locate(match: BeginMatch): BeginMatch {
  const { begin, groups, functions } = match;
  const kind = begin.title.replace(/ in .*$/, '');
  const file = groups[1]?.replace(/:\d+$/, '');
  if (file === undefined) return match;
  const row = LOCATED.find(
    (each) => each.kind === kind && each.file.has(file) && each.name.has(functions[0] ?? ''),
  );
  if (row === undefined) return match;
  const { title, boring } = row;
  return { ...match, begin: { ...begin, title, boring, frame: 'frames' } };
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function pairOf(names: readonly string[]): string {
  return names
    .map((name) => normaliseFunction(name))
    .toSorted()
    .join(' / ');
}

function accessIn(lines: readonly string[]): string {
  for (const line of lines) {
    const access = ACCESS.exec(line)?.[1];
    if (access !== undefined) return access;
  }
  return '';
}

function whyOf({ line }: BeginMatch, lines: readonly string[]): string {
  const why = PANIC.exec(line)?.[1] ?? lines[0] ?? '';
  return why.replace(/ ?exitcode=.*$/, '').replace(/ \.\.\.$/, '');
}
