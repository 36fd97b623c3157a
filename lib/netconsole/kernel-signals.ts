import { ByteWriter } from '../event/byte-writer.ts';
import type { DownReason } from '../event/crash.ts';
import { BACK, DOWN, EventView, REBOOT, SIGNALS, SILENT } from '../event/event-view.ts';
import { SIGNAL } from '../event/format.ts';
import type { Listener, Sender } from '../event/sender.ts';
import type { RecordCounts } from './record-counts.ts';
import { SignalBudget } from './signal-budget.ts';

const LOST = SIGNALS.indexOf('lost');
const DROPPED = SIGNALS.indexOf('dropped-by-kernel');
const REPLAY = SIGNALS.indexOf('replay');
const FACILITY_SYSLOG = 5;
const SEVERITY_WARNING = 4;
const LONGEST_TEXT = 256;

const DOWN_WORDS: Readonly<Record<DownReason, string>> = {
  crashed: 'down: the kernel panicked',
  down: 'down: stopped or restarted',
  stopped: 'down: netconsole stopped',
};

/** Whom a signal is about, and when it is from. */
export interface SignalOrigin {
  readonly sender: Sender;
  readonly listener: Listener;
  /** Microseconds since the epoch. */
  readonly receivedUs: number;
}

/** `lost` of the messages numbered `lostFrom` to `lostTo`. */
export interface LostMessages {
  readonly lost: number;
  readonly lostFrom: number;
  readonly lostTo: number;
}

/**
 * Makes the events that say what no message says: `-- text --`. Each is emitted where it is made, or not at all; those above the budget of their
 * sender are only counted.
 */
export class KernelSignals {
  readonly #emit: (view: EventView) => void;
  readonly #counts: RecordCounts;
  readonly #budget = new SignalBudget();
  readonly #text = new ByteWriter(LONGEST_TEXT);
  #view: EventView | undefined = undefined;

  constructor(emit: (view: EventView) => void, counts: RecordCounts) {
    this.#emit = emit;
    this.#counts = counts;
  }

  /** Reports messages that are missing by their ids. */
  lost(origin: SignalOrigin, { lost, lostFrom: from, lostTo: to }: LostMessages): void {
    const view = this.#begin(origin, LOST);
    view.kernel.lostFrom = from;
    view.kernel.lostTo = to;
    this.#count(lost, 'kernel message');
    this.#write(' lost (msgid ');
    this.#text.decimal(from);
    if (to !== from) {
      this.#write(' to ');
      this.#text.decimal(to);
    }
    this.#write(')');
    this.#finish(view);
  }

  /** Reports that `bytes` of the `total` bytes of the message `sequence` (NaN if it is not known exactly) are missing. */
  incomplete(origin: SignalOrigin, sequence: number, bytes: number, total: number): void {
    const view = this.#begin(origin, LOST);
    this.#text.decimal(bytes);
    this.#write(' of ');
    this.#count(total, 'byte');
    this.#write(' of kernel message');
    if (!Number.isNaN(sequence)) {
      this.#write(' ');
      this.#text.decimal(sequence);
    }
    this.#write(' lost');
    this.#finish(view);
  }

  dropped(origin: SignalOrigin, count: number): void {
    const view = this.#begin(origin, DROPPED);
    view.kernel.dropped = count;
    this.#count(count, 'message');
    this.#write(' dropped by the kernel');
    this.#finish(view);
  }

  /** `downUs`: from the last record of the boot before to the first of this one. */
  rebooted(origin: SignalOrigin, downUs: number): void {
    const view = this.#begin(origin, REBOOT);
    const downSeconds = Math.max(0, Math.round(downUs / 1_000_000));
    view.reboot = { after: undefined, downSeconds, hasLastWords: true };
    this.#write('rebooted');
    this.#finish(view);
  }

  replayed(origin: SignalOrigin, repeats: number): void {
    const view = this.#begin(origin, REPLAY);
    this.#write('kernel log sent again, ');
    this.#count(repeats, 'repeated message');
    this.#write(' left out');
    this.#finish(view);
  }

  /** The host is not up any more. */
  down(origin: SignalOrigin, reason: DownReason): void {
    const view = this.#begin(origin, DOWN);
    view.life = { reason, downSeconds: undefined };
    this.#write(DOWN_WORDS[reason]);
    this.#finish(view);
  }

  /** A host that sends heartbeats has sent nothing for `seconds`. */
  silent(origin: SignalOrigin, seconds: number): void {
    const view = this.#begin(origin, SILENT);
    this.#write('silent for ');
    this.#count(seconds, 'second');
    this.#finish(view);
  }

  /** The host is up again. `downSeconds`: from its last record before to the first one afterwards. */
  back(origin: SignalOrigin, downSeconds: number): void {
    const view = this.#begin(origin, BACK);
    view.life = { reason: undefined, downSeconds };
    this.#write('back after ');
    this.#count(downSeconds, 'second');
    this.#finish(view);
  }

  #begin(origin: SignalOrigin, signal: number): EventView {
    const { sender, listener } = origin;
    const view = this.#view ?? new EventView(sender, listener);
    this.#view = view;
    view.kernel.clear();
    view.sender = sender;
    view.listener = listener;
    view.host = sender.host;
    view.receivedUs = origin.receivedUs;
    view.format = SIGNAL;
    view.signal = signal;
    view.facility = FACILITY_SYSLOG;
    view.severity = SEVERITY_WARNING;
    view.problems = 0;
    view.reboot = undefined;
    view.life = undefined;
    this.#text.at = 0;
    this.#write('-- ');
    return view;
  }

  #finish(view: EventView): void {
    if (!this.#budget.admits(view.sender, view.receivedUs)) {
      this.#counts.signalLimited();
      return;
    }
    this.#write(' --');
    view.bytes = this.#text.bytes;
    view.start = 0;
    view.end = this.#text.at;
    view.text = view.bytes;
    view.textStart = 0;
    view.textEnd = view.end;
    this.#emit(view);
  }

  #count(count: number, noun: string): void {
    this.#text.decimal(count);
    this.#write(count === 1 ? ` ${noun}` : ` ${noun}s`);
  }

  #write(text: string): void {
    this.#text.at += this.#text.bytes.write(text, this.#text.at, 'latin1');
  }
}
