import { EventView, NOWHERE, SIGNALS } from '../event-view.ts';
import { BASIC, EXTENDED, FORMATS, RFC3164, RFC5424, SIGNAL } from '../format.ts';
import type { HostName } from '../host-name.ts';
import { isKernels } from '../kernel-program.ts';
import { PROBLEMS } from '../problem.ts';
import type { Listener, Sender } from '../sender.ts';
import { isValidUtf8 } from '../utf8.ts';
import { JsonCursor } from './json-cursor.ts';
import {
  APP_NAME,
  CLAIMED_HOSTNAME,
  FACILITY,
  FORMAT,
  HOSTNAME,
  MESSAGE,
  MSG_ID,
  PROBLEMS_MEMBER,
  PROC_ID,
  RECEIVED_AT,
  SEVERITY,
  SIGNAL_MEMBER,
  SOURCE,
  STRUCTURED_DATA,
  TIMESTAMP,
} from './member-names.ts';
import { MomentReader } from './moment-reader.ts';
import { completeLife, type IsFirstTitle } from './read-crash-json.ts';
import { readKernelMember } from './read-kernel-json.ts';
import { readStructuredData } from './read-structured-data.ts';
import { readTimestamp } from './read-timestamp.ts';

const FORMAT_WORDS = FORMATS.map(quoted);
const SIGNAL_WORDS = SIGNALS.map(quoted);
const PROBLEM_WORDS = PROBLEMS.map(quoted);
const KERNEL_WORD = quoted('kernel');
const MAX_FACILITY = 255;
const MAX_SEVERITY = 7;

/** Who sent an event, and the source of the relay that received it. */
export interface Origin {
  readonly sender: Sender;
  readonly listener: Listener;
}

/** Makes what an event refers to. */
export interface EventReferences {
  /** The origin in the JSON of the member `source`; undefined if it is none. */
  originOf(json: Buffer): Origin | undefined;
  /** The name `bytes[start, end)`. */
  hostOf(bytes: Uint8Array, start: number, end: number): HostName;
  readonly isFirstTitle: IsFirstTitle;
}

/**
 * The inverse of `writeEventJson`: reads an event from its JSON so that it can be routed and written as if it had just been decoded. Only
 * what `writeEventJson` writes is read: compact, members in its order, all of them known. The parts of a message that JSON has in another
 * form (structured data, dictionary lines) are rebuilt; the datagram itself and the header of RFC 3164 as it was sent are gone.
 */
export class EventJsonReader {
  readonly #references: EventReferences;
  readonly #cursor = new JsonCursor();
  readonly #moments = new MomentReader();
  #view: EventView | undefined;
  /** Whether the event names the kernel as its program. */
  #isKernels = false;

  constructor(references: EventReferences) {
    this.#references = references;
  }

  /** The event in `bytes[start, end)`, valid until the next call; undefined if it is not what `writeEventJson` writes. Never throws because of the bytes. */
  read(bytes: Uint8Array, start: number, end: number): EventView | undefined {
    if (!isValidUtf8(bytes, start, end)) return undefined;
    const cursor = this.#cursor;
    cursor.begin(bytes, start, end);
    if (!cursor.openObject() || !cursor.member(RECEIVED_AT) || !cursor.string()) return undefined;
    const receivedUs = this.#moments.read(cursor.out.bytes, cursor.start, cursor.stop);
    if (Number.isNaN(receivedUs) || !cursor.member(SOURCE) || !cursor.object()) return undefined;
    const json = cursor.out.bytes.subarray(cursor.start, cursor.stop);
    const origin = this.#references.originOf(json);
    if (origin === undefined) return undefined;
    const view = this.#viewOf(origin);
    view.receivedUs = receivedUs;
    const isRead =
      this.#readIdentity(view) &&
      this.#readMessage(view) &&
      this.#readRest(view) &&
      cursor.closeObject() &&
      cursor.isAtEnd;
    if (!isRead) return undefined;
    // Reading may have moved the bytes.
    view.bytes = cursor.out.bytes;
    view.text = cursor.out.bytes;
    return view;
  }

  /** The view with nothing of the event before in it. */
  #viewOf({ sender, listener }: Origin): EventView {
    const view = (this.#view ??= new EventView(sender, listener));
    view.sender = sender;
    view.listener = listener;
    view.claimedHostStart = -1;
    view.claimedHostEnd = -1;
    view.plainIn = NOWHERE;
    view.severity = -1;
    view.problems = 0;
    view.crash = undefined;
    view.trouble = undefined;
    view.reboot = undefined;
    view.life = undefined;
    view.kernel.clear();
    view.syslog.reset(0, 0);
    return view;
  }

  #readIdentity(view: EventView): boolean {
    const cursor = this.#cursor;
    if (!cursor.member(FORMAT)) return false;
    view.format = cursor.oneOf(FORMAT_WORDS);
    if (view.format < 0 || !cursor.member(HOSTNAME) || !cursor.string()) return false;
    const host = this.#references.hostOf(cursor.out.bytes, cursor.start, cursor.stop);
    view.host = host;
    // The sender's own name is not in the JSON.
    view.sender.host = host;
    if (cursor.member(CLAIMED_HOSTNAME)) {
      if (!this.#hasText()) return false;
      view.claimedHostStart = cursor.start;
      view.claimedHostEnd = cursor.stop;
    }
    if (!cursor.member(FACILITY) || !cursor.number() || !(cursor.value <= MAX_FACILITY)) {
      return false;
    }
    view.facility = cursor.value;
    if (!cursor.member(SEVERITY)) return true;
    if (!cursor.number() || !(cursor.value <= MAX_SEVERITY)) return false;
    view.severity = cursor.value;
    return true;
  }

  #readMessage(view: EventView): boolean {
    const cursor = this.#cursor;
    const { format } = view;
    const isSyslog = format === RFC3164 || format === RFC5424;
    if (isSyslog && !this.#readSyslog(view)) return false;
    this.#isKernels = !isSyslog && cursor.member(APP_NAME);
    if (this.#isKernels && !cursor.prepared(KERNEL_WORD)) return false;
    if (!cursor.member(MESSAGE) || !cursor.string()) return false;
    view.textStart = cursor.start;
    view.textEnd = cursor.stop;
    return true;
  }

  #readSyslog({ format, facility, severity, syslog }: EventView): boolean {
    const cursor = this.#cursor;
    syslog.isRfc5424 = format === RFC5424;
    syslog.version = syslog.isRfc5424 ? 1 : 0;
    syslog.facility = facility;
    syslog.severity = severity;
    if (cursor.member(TIMESTAMP)) {
      const isTime =
        cursor.string() && readTimestamp(cursor.out.bytes, cursor.start, cursor.stop, syslog);
      if (!isTime) return false;
    }
    if (cursor.member(APP_NAME)) {
      if (!this.#hasText()) return false;
      syslog.appNameStart = cursor.start;
      syslog.appNameEnd = cursor.stop;
    }
    if (cursor.member(PROC_ID)) {
      if (!this.#hasText()) return false;
      syslog.procIdStart = cursor.start;
      syslog.procIdEnd = cursor.stop;
    }
    if (cursor.member(MSG_ID)) {
      if (!this.#hasText()) return false;
      syslog.msgIdStart = cursor.start;
      syslog.msgIdEnd = cursor.stop;
    }
    return !cursor.member(STRUCTURED_DATA) || readStructuredData(cursor, syslog);
  }

  #readRest(view: EventView): boolean {
    const cursor = this.#cursor;
    const { format } = view;
    const hasKernel = format === BASIC || format === EXTENDED || format === SIGNAL;
    if (hasKernel && !readKernelMember(cursor, view, this.#references.isFirstTitle)) return false;
    view.signal = 0;
    if (format === SIGNAL) {
      if (!cursor.member(SIGNAL_MEMBER)) return false;
      view.signal = cursor.oneOf(SIGNAL_WORDS);
      if (view.signal < 0) return false;
      completeLife(view);
    }
    if (this.#isKernels !== isKernels(view)) return false;
    return !cursor.member(PROBLEMS_MEMBER) || this.#readProblems(view);
  }

  #readProblems(view: EventView): boolean {
    const cursor = this.#cursor;
    if (!cursor.openArray()) return false;
    let last = -1;
    while (cursor.next()) {
      const word = cursor.oneOf(PROBLEM_WORDS);
      if (word <= last) return false;
      last = word;
      view.problems |= 1 << word;
    }
    return last >= 0 && cursor.closeArray();
  }

  /** Reads a string that is not empty. */
  #hasText(): boolean {
    return this.#cursor.string() && this.#cursor.stop > this.#cursor.start;
  }
}

function quoted(word: string): Uint8Array {
  return Buffer.from(JSON.stringify(word));
}
