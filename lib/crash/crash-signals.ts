import { plural } from '../config/plural.ts';
import { ByteWriter } from '../event/byte-writer.ts';
import type { Crash, Trouble } from '../event/crash.ts';
import { CRASH, EventView, TROUBLE } from '../event/event-view.ts';
import { SIGNAL } from '../event/format.ts';
import type { Listener, Sender } from '../event/sender.ts';
import { latin1 } from './context-key.ts';
import { CRASH_SEVERITY } from './severities.ts';

const FACILITY_SYSLOG = 5;
const SEVERITY_WARNING = 4;

/** Whom a signal is about, and what the record says that it is from; arrival in microseconds since the epoch. */
export interface CrashOrigin {
  readonly sender: Sender;
  readonly listener: Listener;
  readonly receivedUs: number;
  readonly uptimeUs: number;
  readonly release: string;
  readonly caller: string;
}

/** Where a record is from. */
export function originOf(view: EventView): CrashOrigin {
  const { sender, listener, receivedUs, bytes, kernel } = view;
  const { releaseStart, callerStart } = kernel;
  return {
    sender,
    listener,
    receivedUs,
    uptimeUs: kernel.uptimeUs,
    release: releaseStart < 0 ? '' : latin1(bytes, releaseStart, kernel.releaseEnd),
    caller: callerStart < 0 ? '' : latin1(bytes, callerStart, kernel.callerEnd),
  };
}

/** Makes the events of crashes and troubles. */
export class CrashSignals {
  readonly #emit: (view: EventView) => void;
  readonly #bytes = new ByteWriter(512);
  #view: EventView | undefined = undefined;

  constructor(emit: (view: EventView) => void) {
    this.#emit = emit;
  }

  crash(origin: CrashOrigin, crash: Crash): void {
    const { title, fingerprint, lines } = crash;
    const view = this.#begin(origin, CRASH);
    view.crash = crash;
    view.severity = CRASH_SEVERITY[crash.type];
    const count = plural(lines, 'line');
    this.#finish(view, origin, `-- crash: ${title} (${fingerprint}), ${count} --`);
  }

  trouble(origin: CrashOrigin, trouble: Trouble): void {
    const { title, device, count } = trouble;
    const view = this.#begin(origin, TROUBLE);
    view.trouble = trouble;
    const where = device === undefined ? '' : ` (${device})`;
    const times = count === 1 ? '' : `, ${count} times`;
    this.#finish(view, origin, `-- trouble: ${title}${where}${times} --`);
  }

  #begin({ sender, listener, receivedUs }: CrashOrigin, signal: number): EventView {
    const view = this.#view ?? new EventView(sender, listener);
    this.#view = view;
    view.sender = sender;
    view.listener = listener;
    view.host = sender.host;
    view.receivedUs = receivedUs;
    view.format = SIGNAL;
    view.signal = signal;
    view.facility = FACILITY_SYSLOG;
    view.severity = SEVERITY_WARNING;
    view.problems = 0;
    view.crash = undefined;
    view.trouble = undefined;
    return view;
  }

  /** The bytes are the message, and after it what the record's header says. */
  #finish(view: EventView, { release, caller, uptimeUs }: CrashOrigin, message: string): void {
    const out = this.#bytes;
    const { kernel } = view;
    out.at = 0;
    out.ensure(3 * (message.length + release.length + caller.length));
    this.#write(message);
    view.end = out.at;
    kernel.releaseStart = release === '' ? -1 : out.at;
    this.#write(release);
    kernel.releaseEnd = out.at;
    kernel.callerStart = caller === '' ? -1 : out.at;
    this.#write(caller);
    kernel.callerEnd = out.at;
    kernel.uptimeUs = uptimeUs;
    view.bytes = out.bytes;
    view.start = 0;
    view.text = out.bytes;
    view.textStart = 0;
    view.textEnd = view.end;
    this.#emit(view);
  }

  #write(text: string): void {
    this.#bytes.at += this.#bytes.bytes.write(text, this.#bytes.at, 'utf8');
  }
}
