import type { CrashJson } from './crash-feed.ts';
import { CrashFeed } from './crash-feed.ts';
import {
  CRASH_CASES,
  basic,
  extended,
  kindOf,
  readLog,
  senderOf,
  type CrashCase,
} from './crash-logs.ts';

export const FORMS = ['basic', 'extended'] as const;
export type Form = (typeof FORMS)[number];

/** What the rules make of the public logs, or of a part of them. */
export interface Figures {
  /** Logs that hold a whole crash; found in, with the kind and with a title of the database. */
  readonly clean: number;
  readonly found: number;
  readonly kinds: number;
  readonly titles: number;
  /** Logs with lines missing or interleaved, and those of them with the kind of the database. */
  readonly corrupted: number;
  readonly corruptedKinds: number;
  /** Logs without a crash, and those of them in which one was found. */
  readonly negatives: number;
  readonly false: number;
}

/** Sends every log in scope, each from a sender of its own; returns the first crash of each by the name of its log. */
export function firstCrashes(form: Form): ReadonlyMap<string, CrashJson> {
  const cases = CRASH_CASES.filter(({ inScope }) => inScope);
  const feed = new CrashFeed();
  for (const each of cases) {
    for (const [index, line] of readLog(each.name).entries()) {
      feed.send(form === 'basic' ? basic(line) : extended(line, index + 1), senderOf(each));
    }
    feed.pass(30);
  }
  feed.finish();
  const names = new Map(cases.map((each) => [senderOf(each).address, each.name]));
  const first = new Map<string, CrashJson>();
  for (const { signal, source, kernel } of feed.signals) {
    const name = names.get(source.address);
    if (signal === 'crash' && name !== undefined && !first.has(name)) first.set(name, kernel.crash);
  }
  return first;
}

/** Compares crashes with the titles of the database, as its README says, for the logs in scope that `isWanted` chooses. */
export function figuresOf(
  first: ReadonlyMap<string, CrashJson>,
  isWanted: (each: CrashCase) => boolean,
): Figures {
  const cases = CRASH_CASES.filter((each) => each.inScope && isWanted(each));
  const crashes = cases.filter(({ titles }) => titles.length > 0);
  const clean = crashes.filter(({ corrupted }) => !corrupted);
  const corrupted = crashes.filter((each) => each.corrupted);
  const negatives = cases.filter(({ titles }) => titles.length === 0);
  const titleOf = ({ name }: CrashCase): string => first.get(name)?.title ?? '';
  const hasKind = (each: CrashCase): boolean =>
    kindOf(titleOf(each)) === kindOf(each.titles[0] ?? '');
  return {
    clean: clean.length,
    found: clean.filter(({ name }) => first.has(name)).length,
    kinds: clean.filter((each) => hasKind(each)).length,
    titles: clean.filter((each) => each.titles.includes(titleOf(each))).length,
    corrupted: corrupted.length,
    corruptedKinds: corrupted.filter((each) => hasKind(each)).length,
    negatives: negatives.length,
    false: negatives.filter(({ name }) => first.has(name)).length,
  };
}

/** The rules were made with logs of even numbers; the others show what they do with logs they have not seen. */
export function isEven({ name }: CrashCase): boolean {
  return Number(name) % 2 === 0;
}

/** The rows of the table in docs/crash.md: one for each half and form. */
export function figureRows(form: Form): string[] {
  const first = firstCrashes(form);
  const halves = [
    ['even', isEven],
    ['odd', (each: CrashCase) => !isEven(each)],
    ['all', () => true],
  ] as const;
  return halves.map(([half, isWanted]) => {
    const all = figuresOf(first, isWanted);
    const cells = [
      part(all.found, all.clean),
      part(all.kinds, all.clean),
      part(all.titles, all.clean),
      part(all.corruptedKinds, all.corrupted),
      `${all.false} of ${all.negatives}`,
    ];
    return `| ${[form, half, ...cells].join(' | ')} |`;
  });
}

function part(count: number, of: number): string {
  return `${count} of ${of} (${((count / of) * 100).toFixed(1)}%)`;
}
