import { BLANK, byteAt, DASH, find, isDigit, skipBlanks } from './bytes';
import { decodeIsoTime } from './iso-time';
import { isPayloadHeader } from './payload';
import { decodePriBefore } from './pri';
import { BAD_HEADER, BAD_TIME, NO_TIME_SENT, OVERSIZED_FIELD, view } from './view';

/** Lengths of RFC 5424 section 6; longer values are kept, problem `oversized-field`. */
const MAX_HOSTNAME: i32 = 255;
const MAX_APP_NAME: i32 = 48;
const MAX_PROC_ID: i32 = 128;
const MAX_MSG_ID: i32 = 32;

/**
 * Decodes the header of an RFC 5424 message tolerantly, up to STRUCTURED-DATA:
 *
 *   <PRI>VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]
 *
 * Fields that are missing are absent, blanks too many are skipped (`bad-header`), a CEF or LEEF payload in place of a
 * field is the message.
 */
export function decodeRfc5424(behindPri: i32, start: i32, end: i32): void {
  const version = decodePriBefore(behindPri, start, end);
  if (version == -1) return;
  const host = readTime(readVersion(version, end), end);
  if (host == -1) return;
  view.dataStart = readFields(host, end);
  checkLengths();
}

/** Takes VERSION and the blank behind it; returns where TIMESTAMP begins. */
function readVersion(at: i32, end: i32): i32 {
  let cursor = at;
  let version = 0;
  const limit = min(end, at + 3);
  while (cursor < limit && isDigit(byteAt(cursor))) {
    version = version * 10 + byteAt(cursor) - 0x30;
    cursor++;
  }
  if (cursor < end && byteAt(cursor) != BLANK) {
    view.problems |= BAD_HEADER;
    return at;
  }
  view.version = version;
  if (version != 1) view.problems |= BAD_HEADER;
  return fieldAfter(cursor, end);
}

/** Returns where HOSTNAME begins; -1 when what stands there is no time at all, and the message. */
function readTime(at: i32, end: i32): i32 {
  if (at < end && byteAt(at) == DASH && (at + 1 >= end || byteAt(at + 1) == BLANK)) {
    return fieldAfter(at + 1, end);
  }
  const behind = decodeIsoTime(at, end);
  if (behind == -1) {
    view.messageStart = at;
    view.problems |= at < end ? BAD_TIME : BAD_HEADER;
    return -1;
  }
  if (behind >= end || byteAt(behind) == BLANK) return fieldAfter(behind, end);
  view.timeKind = NO_TIME_SENT;
  view.problems |= BAD_TIME;
  return fieldAfter(find(BLANK, behind, end), end);
}

/** Takes HOSTNAME to MSGID; returns where STRUCTURED-DATA begins, -1 when the message came before. */
function readFields(at: i32, end: i32): i32 {
  if (isPayloadHeader(at, end)) return atMessage(at);
  let behind = find(BLANK, at, end);
  let none = absence(at, behind);
  view.hostStart = at | none;
  view.hostEnd = behind | none;

  const app = fieldAfter(behind, end);
  if (isPayloadHeader(app, end)) return atMessage(app);
  behind = find(BLANK, app, end);
  none = absence(app, behind);
  view.appNameStart = app | none;
  view.appNameEnd = behind | none;

  const proc = fieldAfter(behind, end);
  if (isPayloadHeader(proc, end)) return atMessage(proc);
  behind = find(BLANK, proc, end);
  none = absence(proc, behind);
  view.procIdStart = proc | none;
  view.procIdEnd = behind | none;

  const msg = fieldAfter(behind, end);
  behind = find(BLANK, msg, end);
  none = absence(msg, behind);
  view.msgIdStart = msg | none;
  view.msgIdEnd = behind | none;
  return fieldAfter(behind, end);
}

/** -1, all bits, for a field that is empty or `-`, else 0: so absent fields take no branch, which no processor guesses. */
function absence(start: i32, end: i32): i32 {
  const isNil = (<i32>(end - start == 1)) & (<i32>(byteAt(start) == DASH));
  return -(isNil | (<i32>(end == start)));
}

/** Notes fields that are longer than they may be. */
function checkLengths(): void {
  const isOversized =
    (<i32>(view.hostEnd - view.hostStart > MAX_HOSTNAME)) |
    (<i32>(view.appNameEnd - view.appNameStart > MAX_APP_NAME)) |
    (<i32>(view.procIdEnd - view.procIdStart > MAX_PROC_ID)) |
    (<i32>(view.msgIdEnd - view.msgIdStart > MAX_MSG_ID));
  if (isOversized != 0) view.problems |= OVERSIZED_FIELD;
}

/** Ends the header early: the message begins at `at`. */
function atMessage(at: i32): i32 {
  view.problems |= BAD_HEADER;
  view.messageStart = at;
  return -1;
}

/** Where the next field begins, given the end of one; skips blanks too many. */
function fieldAfter(at: i32, end: i32): i32 {
  if (at + 1 < end && byteAt(at + 1) != BLANK) return at + 1;
  if (at >= end) {
    view.problems |= BAD_HEADER;
    return end;
  }
  if (at + 1 == end) return end;
  view.problems |= BAD_HEADER;
  return skipBlanks(at + 1, end);
}
