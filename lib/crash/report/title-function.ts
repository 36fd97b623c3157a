import type { CrashFrame } from '../../event/crash.ts';
import { HELPING_FUNCTIONS } from '../tables/boring-helpers.ts';
import { REPORTING_FUNCTIONS } from '../tables/boring-reports.ts';
import {
  STALL_ENTRIES,
  STALL_GROUPS,
  STALL_INTERRUPTS,
  WAIT_GROUPS,
  WAITS,
} from '../tables/entries.ts';
import { parseTable } from '../tables/parse-table.ts';
import type { CallTrace } from './find-traces.ts';
import { normaliseFunction } from './function-name.ts';
import { NameSet } from './name-set.ts';

const BORING = NameSet.ofTable(REPORTING_FUNCTIONS + HELPING_FUNCTIONS);
const ENTRIES = NameSet.ofTable(STALL_ENTRIES);
const INTERRUPTS = NameSet.ofTable(STALL_INTERRUPTS);
const WAITING = NameSet.ofTable(WAITS);
const NONE = new NameSet([]);
const STALLED = groupsOf(STALL_GROUPS);
const WAITED = groupsOf(WAIT_GROUPS);

/** The function a title names, and the call trace it is from. */
export interface TitleFunction {
  readonly name: string;
  readonly trace: CallTrace | undefined;
}

/** Whether a function says nothing about a crash; `also`: those of its kind. */
export function isBoring(name: string, also: NameSet): boolean {
  const normalised = normaliseFunction(name);
  return BORING.hasLoosely(normalised) || also.hasLoosely(normalised);
}

/** The first certain function that is not boring, of the first call trace that has one. */
export function firstInteresting(
  traces: readonly CallTrace[],
  also: NameSet,
): TitleFunction | undefined {
  for (const trace of traces) {
    const frame = trace.frames.find((each) => each.certain && !isBoring(each.function, also));
    if (frame !== undefined) return { name: frame.function, trace };
  }
  return undefined;
}

/**
 * The function that a common entry called: the functions above it are any of those that a loop calls. `current` is the
 * one that the instruction pointer was in.
 */
export function loopingFunction(
  trace: CallTrace,
  current: string | undefined,
  also: NameSet,
): TitleFunction | undefined {
  const names = certainNames(trace.frames);
  const all = current === undefined ? names : [normaliseFunction(current), ...names];
  const looping = all.filter((name) => !isBoring(name, also));
  let before: string | undefined;
  for (const name of looping) {
    const group = STALLED.find(({ names: members }) => members.hasLoosely(name));
    if (group !== undefined) return { name: group.title ?? name, trace };
    if (ENTRIES.hasLoosely(name)) return before === undefined ? undefined : { name: before, trace };
    before = name;
  }
  return undefined;
}

/** What the timer interrupt that took a call trace left: the part after its frames; undefined when it did not take it. */
export function interruptedPart(trace: CallTrace): CallTrace | undefined {
  const isInterrupt = trace.frames.map((frame) =>
    INTERRUPTS.hasLoosely(normaliseFunction(frame.function)),
  );
  const at = isInterrupt.findIndex((is, index) => is && trace.frames[index]?.certain === true);
  if (at < 0) return undefined;
  return { ...trace, frames: trace.frames.filter((_, i) => i > at && isInterrupt[i] !== true) };
}

/** The first function that does not wait for others. */
export function waitingFunction(trace: CallTrace, also: NameSet): TitleFunction | undefined {
  const names = certainNames(trace.frames);
  for (const name of names) {
    const group = WAITED.find(({ names: members }) => members.hasLoosely(name));
    if (group !== undefined) return { name: group.title ?? name, trace };
  }
  const name = names.find((each) => !WAITING.hasLoosely(each) && !isBoring(each, also));
  return name === undefined ? undefined : { name, trace };
}

/** Up to `count` certain functions that are not boring, after that of the title. */
export function nextInteresting({ name, trace }: TitleFunction, count: number): CrashFrame[] {
  const frames =
    trace?.frames.filter((each) => each.certain && !isBoring(each.function, NONE)) ?? [];
  const wanted = normaliseFunction(name);
  const at = frames.findIndex((each) => normaliseFunction(each.function) === wanted);
  return frames.slice(at + 1, at + 1 + count);
}

function certainNames(frames: readonly CrashFrame[]): string[] {
  return frames.filter(({ certain }) => certain).map((frame) => normaliseFunction(frame.function));
}

interface Group {
  readonly names: NameSet;
  /** Undefined: that of the function. */
  readonly title: string | undefined;
}

function groupsOf(table: string): Group[] {
  return parseTable(table, 2).map(([name = '', title]) => ({
    names: new NameSet([name]),
    title: title === '-' ? undefined : title,
  }));
}
