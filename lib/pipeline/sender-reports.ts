import { SIGNALS, type EventView, type Signal } from '../event/event-view.ts';
import type { EventSink } from '../event/event-sink.ts';
import { EXTENDED, FORMATS, SIGNAL } from '../event/format.ts';
import { COUNT, type SourceCounts } from '../observe/counters.ts';
import { ReportBudget } from '../observe/report-budget.ts';

/** Reports of one kind, in this many milliseconds. */
const MAX_REPORTS = 10;
const WINDOW_MS = 10_000;

export type ReportLevel = 'info' | 'warn' | 'error';

/** Functions of the thread that reports use. */
export interface ReportExits {
  /** Logs one line. */
  report(level: ReportLevel, message: string): void;
  /** The destination of an event, such as `file /var/log/web1/netconsole.log`. */
  placesOf(view: EventView): readonly string[];
}

/** Signals in the log; the others are events only. */
const LEVELS: { readonly [S in Signal]?: ReportLevel } = {
  lost: 'warn',
  'dropped-by-kernel': 'warn',
  reboot: 'info',
  replay: 'info',
  crash: 'warn',
  down: 'warn',
  silent: 'warn',
  back: 'info',
};

/**
 * Reports the senders of one source to the log: the first event of each new address, reboots, losses and crashes, ten of each in ten
 * seconds. The others are counted. Events go to `sink`, which is this object only while the first event of a new sender is awaited: other
 * messages cost nothing.
 */
export class SenderReports implements EventSink {
  /** The destination of the next event. */
  sink: EventSink;
  #next: EventSink;
  #counts: SourceCounts;
  readonly #exits: ReportExits | undefined;
  readonly #newcomers = new ReportBudget(MAX_REPORTS, WINDOW_MS);
  readonly #signals = new ReportBudget(MAX_REPORTS, WINDOW_MS);
  /** Slots of new senders that have had no event yet. */
  readonly #awaited = new Set<number>();

  /** `next` receives the events. Nothing is reported if `exits` is undefined. */
  constructor(exits: ReportExits | undefined, counts: SourceCounts, next: EventSink) {
    this.#exits = exits;
    this.#counts = counts;
    this.#next = next;
    this.sink = next;
  }

  /** Uses other counters and another way of events after a reload. */
  adopt(counts: SourceCounts, next: EventSink): void {
    this.#counts = counts;
    this.#next = next;
    this.#choose();
  }

  /** Awaits the first event of a new sender, unless there were too many. `nowMs`: monotonic. */
  expect(slot: number, nowMs: number): void {
    if (this.#exits === undefined) return;
    if (this.#newcomers.take(nowMs)) this.#awaited.add(slot);
    else (this.#counts[COUNT.sendersUnreported] as number)++;
    this.#choose();
  }

  /** The slot may be given to another sender. */
  forget(slot: number): void {
    this.#awaited.delete(slot);
  }

  /** Passes an event on, and reports its sender if it is awaited. */
  take(view: EventView): void {
    this.#next.take(view);
    if (view.format === SIGNAL || !this.#awaited.delete(view.slot)) return;
    this.#choose();
    const { kernel } = view;
    const facts: string[] = [FORMATS[view.format] as string];
    if (view.format === EXTENDED && kernel.releaseStart >= 0) {
      facts.push(`Linux ${textOf(view.bytes, kernel.releaseStart, kernel.releaseEnd)}`);
    }
    facts.push(...(this.#exits?.placesOf(view) ?? []));
    this.#exits?.report('info', `${nameOf(view)}: ${facts.join(', ')}`);
  }

  /** Reports a signal, if it is one for the log. */
  signal(view: EventView): void {
    const level = LEVELS[SIGNALS[view.signal] as Signal];
    if (level === undefined || this.#exits === undefined) return;
    if (!this.#signals.take(view.receivedUs / 1000)) {
      (this.#counts[COUNT.signalsUnreported] as number)++;
      return;
    }
    const text = textOf(view.text, view.textStart, view.textEnd).replace(/^-- (.*) --$/s, '$1');
    this.#exits.report(level, `${nameOf(view)}: ${text}`);
  }

  #choose(): void {
    this.sink = this.#awaited.size > 0 ? this : this.#next;
  }
}

/** `192.0.2.10 → web1`, or the address alone. */
function nameOf({ sender, host }: EventView): string {
  return host.text === sender.address ? sender.address : `${sender.address} → ${host.text}`;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start, end);
}
