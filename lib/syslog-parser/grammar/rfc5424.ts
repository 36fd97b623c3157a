import { isDigit } from '../digits.ts';
import { VERSION } from '../header-values.ts';
import { BAD_HEADER, BAD_TIME, OVERSIZED_FIELD } from '../problem.ts';
import { NO_TIME_SENT, type SyslogView } from '../syslog-view.ts';
import { find, skipSpaces } from './bytes.ts';
import { decodeIsoTime } from './iso-time.ts';
import { isPayloadHeader } from './payload.ts';
import { decodePri } from './pri.ts';

const SPACE = 0x20;
const NIL = 0x2d;

/** Lengths of RFC 5424 section 6; longer values are kept, problem `oversized-field`. */
const MAX_HOSTNAME = 255;
const MAX_APP_NAME = 48;
const MAX_PROC_ID = 128;
const MAX_MSG_ID = 32;

/**
 * Decodes the header of an RFC 5424 message tolerantly into `view`, which has been reset:
 *
 *   <PRI>VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]
 *
 * Fields that are missing are absent, extra spaces are skipped (`bad-header`), a CEF or LEEF payload in place of a
 * field is the message. Returns where STRUCTURED-DATA begins, -1 when the message came before.
 */
export function decodeRfc5424(bytes: Uint8Array, start: number, view: SyslogView): number {
  const end = view.messageEnd;
  const version = decodePri(bytes, start, end, view);
  if (version === -1) return -1;
  const host = readTime(bytes, readVersion(bytes, version, end, view), end, view);
  if (host === -1) return -1;
  const data = readFields(bytes, host, end, view);
  checkLengths(view);
  return data;
}

/** Takes VERSION and the space after it; returns where TIMESTAMP begins. */
function readVersion(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const isOne =
    at + 2 < end && bytes[at] === 0x31 && bytes[at + 1] === SPACE && bytes[at + 2] !== SPACE;
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
  if (cursor < end && bytes[cursor] !== SPACE) {
    view.problems |= BAD_HEADER;
    return at;
  }
  view.version = version;
  if (version !== 1) view.problems |= BAD_HEADER;
  if (version !== 1 && cursor > at) view.setHeader(VERSION, at, cursor);
  return fieldAfter(bytes, cursor, end, view);
}

/** Returns where HOSTNAME begins; -1 when what is there is no time at all but the message. */
function readTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at < end && bytes[at] === NIL && (at + 1 >= end || bytes[at + 1] === SPACE)) {
    return fieldAfter(bytes, at + 1, end, view);
  }
  const after = decodeIsoTime(bytes, at, end, view);
  if (after === -1) {
    view.messageStart = at;
    view.problems |= at < end ? BAD_TIME : BAD_HEADER;
    return -1;
  }
  view.timeStart = at;
  view.timeEnd = after;
  if (after >= end || bytes[after] === SPACE) return fieldAfter(bytes, after, end, view);
  view.timeKind = NO_TIME_SENT;
  view.timestampStart = view.timestampEnd = -1;
  view.problems |= BAD_TIME;
  view.timeEnd = find(bytes, SPACE, after, end);
  return fieldAfter(bytes, view.timeEnd, end, view);
}

/**
 * Takes HOSTNAME to MSGID; returns where STRUCTURED-DATA begins, -1 when the message came before. All in one function, since the
 * engine would not inline a function for each field, and without a branch for fields that are absent, which no processor guesses:
 * `none` is -1, all bits, for a field that is empty or `-`, else 0 (bench/syslog-parser.ts).
 */
function readFields(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (isPayloadHeader(bytes, at, end)) return atMessage(at, view);
  let after = find(bytes, SPACE, at, end);
  let none = (((after - at - 1) | ((bytes[after - 1] as number) ^ NIL)) - 1) >> 31;
  view.hostStart = at | none;
  view.hostEnd = after | none;

  const app = fieldAfter(bytes, after, end, view);
  if (isPayloadHeader(bytes, app, end)) return atMessage(app, view);
  after = find(bytes, SPACE, app, end);
  none = (((after - app - 1) | ((bytes[after - 1] as number) ^ NIL)) - 1) >> 31;
  view.appNameStart = app | none;
  view.appNameEnd = after | none;

  const proc = fieldAfter(bytes, after, end, view);
  if (isPayloadHeader(bytes, proc, end)) return atMessage(proc, view);
  after = find(bytes, SPACE, proc, end);
  none = (((after - proc - 1) | ((bytes[after - 1] as number) ^ NIL)) - 1) >> 31;
  view.procIdStart = proc | none;
  view.procIdEnd = after | none;

  const msg = fieldAfter(bytes, after, end, view);
  after = find(bytes, SPACE, msg, end);
  none = (((after - msg - 1) | ((bytes[after - 1] as number) ^ NIL)) - 1) >> 31;
  view.msgIdStart = msg | none;
  view.msgIdEnd = after | none;
  return fieldAfter(bytes, after, end, view);
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
function atMessage(at: number, view: SyslogView): number {
  view.problems |= BAD_HEADER;
  view.messageStart = at;
  return -1;
}

/** Where the next field begins, given the end of one; skips extra spaces. */
function fieldAfter(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  return at + 1 < end && bytes[at + 1] !== SPACE ? at + 1 : skipSurplus(bytes, at, end, view);
}

function skipSurplus(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at + 1 === end) return end;
  view.problems |= BAD_HEADER;
  return at >= end ? end : skipSpaces(bytes, at + 1, end);
}
