import type { CrashReport } from '../../event/crash.ts';
import type { BeginMatch } from '../begin-matcher.ts';
import { findTraces } from './find-traces.ts';
import { readFacts } from './facts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readRegisters } from './registers.ts';
import { plain } from './normalise-text.ts';
import { locate, makeTitle } from './title.ts';
import { findFunction } from './find-function.ts';

const MOST_FRAMES = 64;

/** The text of one crash. */
export interface CrashLines {
  readonly match: BeginMatch;
  /** Lines that announced the crash. */
  readonly headlines: readonly string[];
  /** All lines after the first line that its context printed. */
  readonly lines: readonly string[];
  /** Those of them before the end marker: what follows it may be of an older crash. */
  readonly certain: readonly string[];
}

/** Makes everything of a crash that its text says. Runs once, when the crash has ended. */
export function describeCrash({ match, headlines, lines, certain }: CrashLines): CrashReport {
  const located = locate(match);
  const { type } = match.begin;
  const registers = readRegisters(certain);
  const traces = findTraces(certain);
  const found = findFunction(located, { lines: certain, traces, registers });
  const title = makeTitle(located, certain, found?.name);
  const trace = traces.find(({ isTitled }) => isTitled) ?? traces[0];
  return {
    title,
    type,
    fingerprint: fingerprintOf(type, title, found),
    headline: plain(headlines.find((line) => isHeadline(line)) ?? match.line),
    rip: registers.rip,
    arch: registers.arch,
    trace: trace?.frames.slice(0, MOST_FRAMES),
    ...readFacts(match.line, lines),
  };
}

/** Whether a line that announced a crash says what happened. */
function isHeadline(line: string): boolean {
  return /\w/.test(line) && !line.startsWith('---');
}
