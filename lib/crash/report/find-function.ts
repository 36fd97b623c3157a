import type { BeginMatch } from '../begin-matcher.ts';
import type { CallTrace } from './find-traces.ts';
import type { NameSet } from './name-set.ts';
import type { Registers } from './registers.ts';
import {
  firstInteresting,
  isBoring,
  interruptedPart,
  loopingFunction,
  waitingFunction,
  type TitleFunction,
} from './title-function.ts';

const LOCK_PLACE = /\bat: (?:\[<[0-9a-f]+>\] )?([A-Za-z_][\w.$]*)\+0x/;
const LAST_FUNCTION = /last function: ([A-Za-z_][\w.$]*)/;
const BECAME_UNSAFE = /which became .* at:/;
const ALLOCATED = /page last allocated/;
/** How far above a call trace its owner is named. */
const OWNER = 6;
const NOT_THE_STALL = /kthread stack dump/;

/** What is known of a crash's functions. */
export interface Places {
  readonly lines: readonly string[];
  readonly traces: readonly CallTrace[];
  readonly registers: Registers;
}

/** The function that the title of a crash names; undefined when no line holds one. */
export function findFunction(match: BeginMatch, places: Places): TitleFunction | undefined {
  const { lines, registers } = places;
  const { boring } = match.begin;
  const traces = places.traces.filter(({ isTitled }) => isTitled);
  const named = match.functions[0];
  const ofTrace = (): TitleFunction | undefined => firstInteresting(traces, boring);
  const ofName = (name: string | undefined): TitleFunction | undefined =>
    name === undefined || isBoring(name, boring) ? undefined : { name, trace: traces[0] };
  switch (match.begin.frame) {
    case 'registers':
      return ofName(registers.rip?.function) ?? ofTrace();
    case 'location':
      return ofName(named ?? registers.rip?.function) ?? ofTrace();
    case 'any':
      return firstInteresting(places.traces, boring) ?? asItIs(named);
    case 'locks':
      return placesOfLocks(lines).slice(0, 2).map(ofName).find(isFound) ?? ofTrace();
    case 'lock':
      return asItIs(placesOfLocks(lines)[0]) ?? ofTrace();
    case 'unsafe':
      return (
        firstInteresting(tracesBehind(BECAME_UNSAFE, places).slice(0, 1), boring) ??
        asItIs(placesOfLocks(lines)[0]) ??
        ofTrace()
      );
    case 'owner':
      return firstInteresting(tracesBehind(ALLOCATED, places).slice(0, 1), boring) ?? ofTrace();
    case 'stall':
      return firstOf(stallTraces(lines, traces), places, boring);
    case 'lockup':
      return firstOf(traces, places, boring);
    case 'wait':
      return traces
        .slice(0, 1)
        .map((trace) => waitingFunction(trace, boring))
        .find(isFound);
    case 'worker':
      return asItIs(lines.map((line) => LAST_FUNCTION.exec(line)?.[1]).find((name) => name));
    case 'line':
      return asItIs(named);
    case 'frames':
      return ofTrace();
    default:
      return ofTrace() ?? asItIs(named);
  }
}

function isFound(found: TitleFunction | undefined): found is TitleFunction {
  return found !== undefined;
}

function asItIs(name: string | undefined): TitleFunction | undefined {
  return name === undefined ? undefined : { name, trace: undefined };
}

function firstOf(
  traces: readonly CallTrace[],
  { registers }: Places,
  boring: NameSet,
): TitleFunction | undefined {
  return traces.map((each) => loopingFunction(each, registers.rip?.function, boring)).find(isFound);
}

/** Call traces but that of the thread that waits for the stalled code; first those that the timer took. */
function stallTraces(lines: readonly string[], traces: readonly CallTrace[]): CallTrace[] {
  const others = traces.filter(
    ({ at }) => !lines.slice(Math.max(0, at - OWNER), at).some((line) => NOT_THE_STALL.test(line)),
  );
  const interrupted = others.map((trace) => interruptedPart(trace));
  return [...interrupted.filter((trace) => trace !== undefined), ...others];
}

/** Lists of functions after the first line that a pattern matches. */
function tracesBehind(pattern: RegExp, { lines, traces }: Places): CallTrace[] {
  const at = lines.findIndex((line) => pattern.test(line));
  return at < 0 ? [] : traces.filter((trace) => trace.at > at);
}

function placesOfLocks(lines: readonly string[]): string[] {
  return lines.map((line) => LOCK_PLACE.exec(line)?.[1]).filter((name) => name !== undefined);
}
