import { isDigit } from './digits.ts';
import type { IsoTime } from './iso-time.ts';
import { isPayloadHeader } from './payload-header.ts';
import { decodePri } from './pri.ts';
import { BAD_HEADER, BAD_STRUCTURED_DATA, BAD_TIME, OVERSIZED_FIELD } from './problem.ts';
import { walkStructuredData, type StructuredDataCollector } from './structured-data.ts';
import type { SyslogView } from './syslog-view.ts';

const BLANK = 0x20;
const NIL = 0x2d;

/** Lengths of RFC 5424 section 6; longer values are kept, problem `oversized-field`. */
const MAX_HOSTNAME = 255;
const MAX_APP_NAME = 48;
const MAX_PROC_ID = 128;
const MAX_MSG_ID = 32;

/**
 * Decodes an RFC 5424 message tolerantly:
 *
 *   <PRI>VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]
 *
 * Fields that are missing are absent, blanks too many are skipped (`bad-header`), a CEF or LEEF payload in place of a
 * field is the message; STRUCTURED-DATA that cannot be read is part of the message (`bad-structured-data`).
 */
export class Rfc5424 {
  readonly #time: IsoTime;
  readonly #collector: StructuredDataCollector;

  constructor(time: IsoTime, collector: StructuredDataCollector) {
    this.#time = time;
    this.#collector = collector;
  }

  /** Decodes `bytes[start, end)` into `view`, which has been reset. */
  decode(bytes: Uint8Array, start: number, end: number, view: SyslogView): void {
    const version = decodePri(bytes, start, end, view);
    if (version === -1) return;
    const time = readVersion(bytes, version, end, view);
    const host = this.#readTime(bytes, time, end, view);
    if (host === -1) return;
    const data = readFields(bytes, host, end, view);
    checkLengths(view);
    if (data !== -1) this.#readData(bytes, data, end, view);
  }

  /** Returns where HOSTNAME begins; -1 when what stands there is no time at all, and the message. */
  #readTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (at < end && bytes[at] === NIL && (at + 1 >= end || bytes[at + 1] === BLANK)) {
      return fieldAfter(bytes, at + 1, end, view);
    }
    const behind = this.#time.decode(bytes, at, end, view);
    if (behind === -1) {
      view.messageStart = at;
      view.problems |= at < end ? BAD_TIME : BAD_HEADER;
      return -1;
    }
    if (behind >= end || bytes[behind] === BLANK) return fieldAfter(bytes, behind, end, view);
    view.hasTime = false;
    view.problems |= BAD_TIME;
    return fieldAfter(bytes, fieldEnd(bytes, behind, end), end, view);
  }

  #readData(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
    const first = at < end ? (bytes[at] as number) : 0;
    if (first === NIL && (at + 1 >= end || bytes[at + 1] === BLANK)) {
      setMessage(bytes, at + 2, end, view);
      return;
    }
    if (at >= end) {
      atMessage(bytes, end, end, view);
      return;
    }
    const behind = first === 0x5b ? this.#walk(bytes, at, end, view) : -1;
    if (behind === -1) {
      view.problems |= BAD_STRUCTURED_DATA;
      setMessage(bytes, at, end, view);
      return;
    }
    view.structuredDataStart = at;
    view.structuredDataEnd = behind;
    const hasBlank = behind >= end || bytes[behind] === BLANK;
    if (!hasBlank) view.problems |= BAD_HEADER;
    setMessage(bytes, hasBlank ? behind + 1 : behind, end, view);
  }

  #walk(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    this.#collector.begin(bytes);
    const behind = walkStructuredData(bytes, at, end, this.#collector);
    if (this.#collector.hasDuplicate) view.problems |= BAD_STRUCTURED_DATA;
    return behind;
  }
}

/** Takes VERSION and the blank behind it; returns where TIMESTAMP begins. */
function readVersion(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const isOne =
    at + 2 < end && bytes[at] === 0x31 && bytes[at + 1] === BLANK && bytes[at + 2] !== BLANK;
  if (!isOne) return readAnyVersion(bytes, at, end, view);
  view.version = 1;
  return at + 2;
}

function readAnyVersion(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  let cursor = at;
  let version = 0;
  const limit = Math.min(end, at + 3);
  while (cursor < limit && isDigit(bytes[cursor] as number)) {
    version = version * 10 + (bytes[cursor] as number) - 0x30;
    cursor++;
  }
  if (cursor < end && bytes[cursor] !== BLANK) {
    view.problems |= BAD_HEADER;
    return at;
  }
  view.version = version;
  if (version !== 1) view.problems |= BAD_HEADER;
  return fieldAfter(bytes, cursor, end, view);
}

/**
 * Takes HOSTNAME to MSGID; returns where STRUCTURED-DATA begins, -1 when the message came before. All in one function, since the
 * engine would not inline a function for each field, and without a branch for fields that are absent, which no processor guesses:
 * `none` is -1, all bits, for a field that is empty or `-`, else 0 (bench/syslog-parser.ts).
 */
function readFields(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (mayBePayload(bytes, at, end) && isPayloadHeader(bytes, at, end)) {
    return atMessage(bytes, at, end, view);
  }
  let behind = at;
  while (behind < end && bytes[behind] !== BLANK) behind++;
  let none = (((behind - at - 1) | ((bytes[behind - 1] as number) ^ NIL)) - 1) >> 31;
  view.hostStart = at | none;
  view.hostEnd = behind | none;

  const app = isNextField(bytes, behind, end) ? behind + 1 : skipSurplus(bytes, behind, end, view);
  if (mayBePayload(bytes, app, end) && isPayloadHeader(bytes, app, end)) {
    return atMessage(bytes, app, end, view);
  }
  behind = app;
  while (behind < end && bytes[behind] !== BLANK) behind++;
  none = (((behind - app - 1) | ((bytes[behind - 1] as number) ^ NIL)) - 1) >> 31;
  view.appNameStart = app | none;
  view.appNameEnd = behind | none;

  const proc = isNextField(bytes, behind, end) ? behind + 1 : skipSurplus(bytes, behind, end, view);
  if (mayBePayload(bytes, proc, end) && isPayloadHeader(bytes, proc, end)) {
    return atMessage(bytes, proc, end, view);
  }
  behind = proc;
  while (behind < end && bytes[behind] !== BLANK) behind++;
  none = (((behind - proc - 1) | ((bytes[behind - 1] as number) ^ NIL)) - 1) >> 31;
  view.procIdStart = proc | none;
  view.procIdEnd = behind | none;

  const msg = isNextField(bytes, behind, end) ? behind + 1 : skipSurplus(bytes, behind, end, view);
  behind = msg;
  while (behind < end && bytes[behind] !== BLANK) behind++;
  none = (((behind - msg - 1) | ((bytes[behind - 1] as number) ^ NIL)) - 1) >> 31;
  view.msgIdStart = msg | none;
  view.msgIdEnd = behind | none;
  return isNextField(bytes, behind, end) ? behind + 1 : skipSurplus(bytes, behind, end, view);
}

/** Whether one blank follows a field that ends at `at`, and then a byte that is none. */
function isNextField(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 1 < end && bytes[at + 1] !== BLANK;
}

/** Whether a letter from `@` to `O` begins enough bytes; the few such fields are worth a call. */
function mayBePayload(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 6 < end && ((bytes[at] as number) | 0x0f) === 0x4f;
}

/** Notes fields that are longer than they may be. */
function checkLengths(view: SyslogView): void {
  const isOversized =
    view.hostEnd - view.hostStart > MAX_HOSTNAME ||
    view.appNameEnd - view.appNameStart > MAX_APP_NAME ||
    view.procIdEnd - view.procIdStart > MAX_PROC_ID ||
    view.msgIdEnd - view.msgIdStart > MAX_MSG_ID;
  if (isOversized) view.problems |= OVERSIZED_FIELD;
}

/** Ends the header early: the message begins at `at`. */
function atMessage(bytes: Uint8Array, at: number, end: number, view: SyslogView): -1 {
  view.problems |= BAD_HEADER;
  setMessage(bytes, at, end, view);
  return -1;
}

function fieldEnd(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && bytes[cursor] !== BLANK) cursor++;
  return cursor;
}

/** Where the next field begins, given the end of one; skips blanks too many. */
function fieldAfter(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  return at + 1 < end && bytes[at + 1] !== BLANK ? at + 1 : skipSurplus(bytes, at, end, view);
}

function skipSurplus(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) {
    view.problems |= BAD_HEADER;
    return end;
  }
  let cursor = at + 1;
  if (cursor < end && bytes[cursor] === BLANK) {
    view.problems |= BAD_HEADER;
    while (cursor < end && bytes[cursor] === BLANK) cursor++;
  }
  return cursor;
}

/** The rest from `at` on is the message; a byte order mark only says that it is UTF-8. */
function setMessage(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
  const isMarked =
    at + 2 < end && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
  view.messageStart = isMarked ? at + 3 : Math.min(at, end);
}
