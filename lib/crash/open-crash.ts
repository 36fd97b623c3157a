import type { EventView } from '../event/event-view.ts';
import { EXTENDED } from '../event/format.ts';
import type { DeadlineList, Timed } from '../netconsole/deadline-list.ts';
import type { BeginMatch } from './begin-matcher.ts';
import { originOf, type CrashOrigin } from './crash-signals.ts';
import { CrashText } from './crash-text.ts';

/** A line that announces a crash was seen. */
export const ANNOUNCED = 0;
/** A line that a call trace would make the beginning of a crash. */
export const UNCERTAIN = 1;
export const BEGUN = 2;
/** The end marker was seen. */
export const MARKED = 3;

/** What is open in one context of a sender. */
export interface Context {
  readonly key: string;
  crash: OpenCrash | undefined;
  /** What may become the next crash. */
  announced: OpenCrash | undefined;
}

/** A crash from its first line on, or what announces one. Times are microseconds unless they say otherwise, NaN when unknown. */
export class OpenCrash implements Timed<OpenCrash> {
  readonly context: Context;
  readonly text = new CrashText();
  /** `ANNOUNCED`, `UNCERTAIN`, `BEGUN` or `MARKED`. */
  state: number;
  match: BeginMatch | undefined = undefined;
  /** Records before the first line. */
  announced = 0;
  /** Records of the context since the last first line. */
  sinceBegin = 0;
  /** Records up to the first end marker; -1 before it. */
  certain = -1;
  /** When the last end marker came, monotonic milliseconds. */
  markedMs = 0;
  hasPanic = false;
  /** When it panicked, monotonic milliseconds. */
  panicMs = 0;
  /** Whether records of other CPUs belong to the crash: back-traces that it asked for. */
  joinsCpus = false;
  /** The CPU that its lines name, -1 for none, and whether they name several. */
  cpu = -1;
  isMixed = false;
  /** Sequence numbers that did not arrive between its first and its last record. */
  missing = 0;
  /** Records of the crash that was open in the context when this one was announced. */
  splitAt = 0;
  /** Whether `[ cut here ]` announced it. */
  isCut = false;
  /** When its last record came, monotonic milliseconds and microseconds since the epoch. */
  lastMs = 0;
  lastReceivedUs = 0;

  /** Of the record of the first line; undefined before it. */
  origin: CrashOrigin | undefined = undefined;
  isProven = false;

  firstSequence = Number.NaN;
  lastSequence = Number.NaN;
  firstUptimeUs = Number.NaN;
  lastUptimeUs = Number.NaN;

  dueMs = 0;
  isListed = false;
  previous: OpenCrash | undefined = undefined;
  next: OpenCrash | undefined = undefined;
  /** The list it is in. */
  list: DeadlineList<OpenCrash> | undefined = undefined;

  constructor(context: Context, state: number) {
    this.context = context;
    this.state = state;
  }

  /** Begins with the record that is added next. */
  begin(match: BeginMatch, view: EventView): void {
    this.state = BEGUN;
    this.match = match;
    this.announced = this.text.records;
    this.origin = originOf(view);
    this.isProven = isProven(view);
  }

  /** Adds a record of its own context, or of another one that belongs to the crash. */
  add(view: EventView, isOwn: boolean): void {
    const { sequence, uptimeUs } = view.kernel;
    if (this.text.count === 0) {
      this.firstSequence = sequence;
      this.firstUptimeUs = uptimeUs;
    }
    this.lastSequence = sequence;
    this.lastUptimeUs = uptimeUs;
    this.lastReceivedUs = view.receivedUs;
    this.text.add(view, isOwn);
    if (isOwn) this.sinceBegin++;
  }

  /** Notes a record of any context of the sender: its number tells what did not arrive. */
  noteGap({ kernel }: EventView): void {
    this.missing += kernel.gapBefore;
    if (kernel.outOfOrder && kernel.sequence > this.firstSequence && this.missing > 0) {
      this.missing--;
    }
  }

  /** Without contexts, a second CPU in the text tells that the lines of several are mixed. */
  noteCpu(cpu: number): void {
    if (cpu < 0 || this.context.key !== '-' || this.joinsCpus || this.hasPanic) return;
    if (this.cpu >= 0 && this.cpu !== cpu) this.isMixed = true;
    this.cpu = cpu;
  }

  /** Marks the end of the report; a panic has one of its own. */
  mark(nowMs: number): void {
    this.state = MARKED;
    this.markedMs = nowMs;
    if (this.certain < 0) this.certain = this.text.records;
  }

  /** Goes on after the end marker, with a panic. */
  panic(nowMs: number): void {
    if (!this.hasPanic) this.panicMs = nowMs;
    this.hasPanic = true;
    this.state = BEGUN;
  }

  /** Whether the crash may end without anything of it missing. */
  get mayEnd(): boolean {
    return this.text.isWhole && (this.state === MARKED || !this.hasPanic);
  }
}

/** Whether the record proves that the kernel wrote it: user processes cannot set facility 0, and only some formats name one. */
export function isProven(view: EventView): boolean {
  return view.format === EXTENDED || view.severity >= 0;
}
