import type { Crash } from '../event/crash.ts';
import { COUNT, crashCounter } from '../observe/counters.ts';
import { WAITS } from './bounds.ts';
import type { CrashExits } from './crash-exits.ts';
import type { CrashShare } from './crash-share.ts';
import { CrashSignals, type CrashOrigin } from './crash-signals.ts';
import type { OpenCrash } from './open-crash.ts';
import type { SenderCrashes } from './sender-crashes.ts';
import { describeCrash } from './report/describe-crash.ts';

/** What was suppressed since the minute began. */
interface Suppressed {
  readonly dueMs: number;
  origin: CrashOrigin;
  count: number;
}

/** A crash that has ended; `isComplete` when nothing of it can be missing. */
export interface EndedCrash {
  readonly crash: OpenCrash;
  readonly isComplete: boolean;
}

/** Makes events of crashes that have ended, within the bounds of what may be sent. */
export class CrashReporter {
  readonly #share: CrashShare;
  readonly #exits: CrashExits;
  readonly #signals: CrashSignals;
  #suppressed: Suppressed | undefined = undefined;

  constructor(share: CrashShare, exits: CrashExits) {
    this.#share = share;
    this.#exits = exits;
    this.#signals = new CrashSignals((view) => exits.emit(view));
  }

  /** When `expire` is next needed; infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#suppressed?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /** Reports a crash, unless one of its title was sent a short while ago. */
  report(owner: SenderCrashes, { crash: open, isComplete }: EndedCrash, nowMs: number): void {
    const { match, origin } = open;
    if (match === undefined || origin === undefined) return;
    if (!owner.readings.take(nowMs) || !this.#share.readings.take(nowMs)) {
      this.#suppress(origin, nowMs);
      return;
    }
    const records = open.text.records;
    const report = describeCrash({
      match,
      lines: open.text.lines(open.announced + 1, records),
      certain: open.text.lines(open.announced + 1, open.certain < 0 ? records : open.certain),
      headlines: open.text.lines(0, open.announced),
    });
    owner.number++;
    const id = `${hostOf(origin)}-${Math.floor(origin.receivedUs / 1000)}-${owner.number}`;
    owner.crashedUs = open.lastReceivedUs;
    if (open.hasPanic) owner.crashedId = id;
    const repeats = owner.takeTitle(report.title, nowMs);
    if (repeats === undefined) {
      this.#exits.count(COUNT.crashRepeats);
      return;
    }
    if (!owner.events.take(nowMs) || !this.#share.events.take(nowMs)) {
      this.#suppress(origin, nowMs);
      return;
    }
    const crash: Crash = {
      ...report,
      ...circumstancesOf(open),
      id,
      receivedUs: origin.receivedUs,
      number: owner.number,
      complete: isComplete,
      repeats,
      isFirst: this.#share.titles.add(report.title),
    };
    this.#exits.count(COUNT[crashCounter(crash.type)]);
    this.#signals.crash(origin, crash);
  }

  /** Reports what was suppressed. */
  expire(nowMs: number): void {
    if (this.nextDeadline <= nowMs) this.flush();
  }

  flush(): void {
    const suppressed = this.#suppressed;
    if (suppressed === undefined) return;
    this.#suppressed = undefined;
    const { origin, count } = suppressed;
    const trouble = { type: 'crashes', title: 'crashes suppressed', device: undefined } as const;
    this.#signals.trouble(origin, { ...trouble, count });
  }

  #suppress(origin: CrashOrigin, nowMs: number): void {
    this.#exits.count(COUNT.crashesSuppressed);
    this.#suppressed ??= { dueMs: nowMs + WAITS.minute, origin, count: 0 };
    this.#suppressed.origin = origin;
    this.#suppressed.count++;
  }
}

function circumstancesOf(
  open: OpenCrash,
): Pick<
  Crash,
  | 'origin'
  | 'lines'
  | 'missing'
  | 'mixed'
  | 'firstSequence'
  | 'lastSequence'
  | 'firstUptimeUs'
  | 'lastUptimeUs'
> {
  return {
    origin: open.isProven ? 'kernel' : 'unproven',
    lines: open.text.count,
    missing: open.missing,
    mixed: open.isMixed,
    firstSequence: known(open.firstSequence),
    lastSequence: known(open.lastSequence),
    firstUptimeUs: known(open.firstUptimeUs),
    lastUptimeUs: known(open.lastUptimeUs),
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function hostOf({ sender }: CrashOrigin): string {
  const { bytes, start, end } = sender.host;
  return Buffer.from(bytes.subarray(start, end)).toString();
}
