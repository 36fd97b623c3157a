import { SyslogView } from '../syslog-parser/syslog-view.ts';
import type { Crash, LifeChange, Reboot, Trouble } from './crash.ts';
import { UNPARSED } from './format.ts';
import { KernelView } from './kernel-view.ts';
import type { HostName } from './host-name.ts';
import type { Listener, Sender, SenderSlots } from './sender.ts';

/** Proven facts about a sender that are not part of a message; the index of a word is its number in a view. */
export const SIGNALS = [
  'lost',
  'dropped-by-kernel',
  'reboot',
  'replay',
  'crash',
  'trouble',
  'down',
  'back',
  'silent',
] as const;
/** Signals by number. */
export const REBOOT: number = SIGNALS.indexOf('reboot');
export const CRASH: number = SIGNALS.indexOf('crash');
export const TROUBLE: number = SIGNALS.indexOf('trouble');
export const DOWN: number = SIGNALS.indexOf('down');
export const BACK: number = SIGNALS.indexOf('back');
export const SILENT: number = SIGNALS.indexOf('silent');
export type Signal = (typeof SIGNALS)[number];

/** No bytes. */
export const NOWHERE = new Uint8Array(0);

/**
 * One event as the hot stages pass it on: integers and offsets, nothing copied. One object is used again
 * and again; it is valid only during the call that receives it, and what must outlive that is copied.
 */
export class EventView {
  /** The buffer into which every offset of the header points: the datagram's, or that of a joined record. */
  bytes: Uint8Array = NOWHERE;
  start = 0;
  end = 0;
  /** The buffer of the last datagram, if all of it except trailing NULs and a newline before them is known to be printable ASCII. */
  plainIn: Uint8Array = NOWHERE;
  /** A number of `FORMATS`. */
  format = UNPARSED;
  /** Arrival, microseconds since 1970-01-01T00:00:00Z. */
  receivedUs = 0;
  /** The sender's, see `Sender`. */
  slot: number;
  listener: Listener;
  /** The name the message claims, when it differs from `host`; a range in `bytes`, -1 when absent. */
  claimedHostStart = -1;
  claimedHostEnd = -1;
  /** 0 to 255 (extended records reach beyond syslog's 23). */
  facility = 1;
  /** 0 to 7, or -1 when the event says none. */
  severity = -1;
  /** A set of problem bits, see `PROBLEMS`. */
  problems = 0;
  /**
   * The message in `text[textStart, textEnd)`: escapes decoded, prefixes and final newline removed, valid UTF-8
   * once the event is normalised. May hold newlines.
   */
  text: Uint8Array = this.bytes;
  textStart = 0;
  textEnd = 0;
  /** Whether the text is printable ASCII only, and so one line; known once the event is normalised. */
  isPlain = false;
  /** A number of `SIGNALS` when `format` is SIGNAL. */
  signal = 0;
  /** Content of the signals `crash`, `trouble`, `reboot`, `down` and `back`; undefined for every other event. */
  crash: Crash | undefined = undefined;
  trouble: Trouble | undefined = undefined;
  reboot: Reboot | undefined = undefined;
  life: LifeChange | undefined = undefined;
  readonly syslog: SyslogView = new SyslogView();
  readonly kernel: KernelView = new KernelView();
  // Not `#`: what is asked for each message must be short enough for the compiler to inline it.
  private knownSender: Sender | undefined;
  private senders: SenderSlots | undefined = undefined;
  private knownHost: HostName | undefined;

  constructor(sender: Sender, listener: Listener) {
    this.knownSender = sender;
    this.slot = sender.slot;
    this.listener = listener;
    this.knownHost = sender.host;
  }

  get sender(): Sender {
    return this.knownSender ?? this.findSender();
  }

  set sender(sender: Sender) {
    this.knownSender = sender;
    this.slot = sender.slot;
  }

  /** The value of `$HOST`: the claimed name, else the sender's, unless another was assigned. */
  get host(): HostName {
    return this.knownHost ?? this.findHost();
  }

  set host(host: HostName) {
    this.knownHost = host;
  }

  /** Gives the view the sender in a slot, and its name. They are looked up when somebody asks: most templates and filters do not. */
  comeFrom(senders: SenderSlots, slot: number): void {
    this.senders = senders;
    this.slot = slot;
    this.knownSender = undefined;
    this.knownHost = undefined;
  }

  private findSender(): Sender {
    this.knownSender = (this.senders as SenderSlots).at(this.slot);
    return this.knownSender;
  }

  private findHost(): HostName {
    this.knownHost = this.sender.host;
    return this.knownHost;
  }
}
