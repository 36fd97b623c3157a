import type { CrashFrame } from '../../event/crash.ts';
import { isTraceMark, parseFrame } from './call-trace.ts';

/** One call trace; `at` and `end` are line numbers, the heading is line `at - 1`. */
export interface CallTrace {
  readonly frames: readonly CrashFrame[];
  readonly at: number;
  /** Whether its heading says that it is one: other lists of frames are call traces in a few reports only. */
  readonly isTitled: boolean;
}

const HEADING = /^\s*(?:call trace|backtrace|stack backtrace)(?: \(.*\))?:/i;
/** Lines of others that may occur in a call trace. */
const MOST_STRANGERS = 6;
const BEHIND_TRACE = /^(?:Modules linked in|Kernel panic|Showing all locks|---\[ )/;
/** Registers of the code that an interrupt or an exception left, in the middle of a call trace. */
const REGISTERS =
  /^\s*(?:RIP|RSP|R[A-Z0-9]{1,2}|EIP|E[A-Z]{2}|CS|FS|ORIG_RAX|Code|pstate|pc|lr|sp|x\d+) ?:/;

/** The call traces in the lines of a crash. */
export function findTraces(lines: readonly string[]): CallTrace[] {
  const traces: CallTrace[] = [];
  let frames: CrashFrame[] | undefined;
  let isTitled = false;
  let strangers = 0;
  for (const [index, line] of lines.entries()) {
    const isHeading = HEADING.test(line);
    if (isHeading) {
      frames = undefined;
      isTitled = true;
      strangers = 0;
    }
    const frame = parseFrame(isHeading ? line.replace(HEADING, ' ') : line);
    if (frame !== undefined) {
      if (frames === undefined) {
        frames = [];
        traces.push({ frames, at: index, isTitled });
      }
      frames.push(frame);
      strangers = 0;
    } else if (!isHeading && !isTraceMark(line) && !REGISTERS.test(line)) {
      strangers++;
      if (strangers > (isTitled ? MOST_STRANGERS : 0) || BEHIND_TRACE.test(line)) {
        frames = undefined;
        isTitled = false;
      }
    }
  }
  return traces;
}
