/**
 * Cheap looks at the first bytes of a message that say which syslog format it is in. They demand enough
 * that kernel text (`[   12.345678] x`, `** 17 printk messages dropped`, `Mar is a word`) passes for none.
 */
import { BLANK, byteAt, COLON, DASH, isDigit, OPEN, twoDigits } from './bytes';
import { isIsoTime } from './iso-time';
import { monthAt } from './month';

/** Cisco: `sequence: origin: sequence: ` is the longest prefix known. */
const MAX_PREFIXES: i32 = 3;
const MAX_ORIGIN: i32 = 64;
const MAX_BLANKS: i32 = 8;
const MAX_DIGITS: i32 = 10;

/**
 * Whether `VERSION SP TIMESTAMP` or `1 - ` stands at `at`, behind the PRI (RFC 5424 section 6). Other
 * versions (0 is sent too) and a few blanks too many are accepted in front of a time; its value is not checked.
 */
export function startsRfc5424(at: i32, end: i32): bool {
  if (at >= end || !isDigit(byteAt(at))) return false;
  const cursor = skipSomeDigits(at, end, 3);
  if (byteAt(at) == 0x30 && cursor > at + 1) return false;
  if (cursor >= end || byteAt(cursor) != BLANK) return false;
  const time = skipSomeBlanks(cursor, end);
  if (time >= end) return false;
  if (byteAt(time) != DASH) return isIsoTime(time, end) && byteAt(time + 10) != BLANK;
  if (byteAt(at) != 0x31 || cursor != at + 1) return false;
  return time + 1 >= end || byteAt(time + 1) == BLANK;
}

/**
 * Whether a whole header of RFC 5424 with another VERSION and no TIMESTAMP stands at `at`, behind the PRI: `100 - `, four
 * more fields, and STRUCTURED-DATA.
 */
export function startsUndatedRfc5424(at: i32, end: i32): bool {
  if (at >= end) return false;
  const version = skipSomeDigits(at, end, 3);
  if (version == at || byteAt(at) == 0x30 || version + 2 >= end) return false;
  if (byteAt(version) != BLANK || byteAt(version + 1) != DASH) return false;
  let cursor = version + 2;
  for (let field = 0; field < 4; field++) {
    if (cursor >= end || byteAt(cursor) != BLANK) return false;
    const start = cursor + 1;
    cursor = start;
    while (cursor < end && byteAt(cursor) > BLANK) cursor++;
    if (cursor == start) return false;
  }
  if (cursor + 1 >= end || byteAt(cursor) != BLANK) return false;
  return byteAt(cursor + 1) == DASH || byteAt(cursor + 1) == OPEN;
}

/**
 * Whether a time of RFC 3164 or of its dialects stands at `at`: `Mmm dd hh:mm:ss`, also with a year, an ISO 8601
 * date and time, each behind a few blanks, NX-OS' `: ` (then also with the year in front), Cisco's `sequence: ` and its
 * marks `*` and `.`. Values are not checked.
 */
export function startsSyslogTime(at: i32, end: i32): bool {
  let cursor = skipSomeBlanks(at, end);
  if (cursor >= end) return false;
  const first = byteAt(cursor);
  if (isDigit(first)) {
    if (isIsoTime(cursor, end)) return true;
    cursor = skipPrefixes(cursor, end);
  } else if (first == COLON) {
    cursor = skipSomeBlanks(cursor + 1, end);
    if (isYear(cursor, end)) cursor += 5;
  }
  const mark = cursor < end ? byteAt(cursor) : 0;
  if (mark == 0x2a || mark == 0x2e) cursor++;
  return isBsdTime(cursor, end) || isIsoTime(cursor, end);
}

/** Behind at most a few blanks at `at`. */
function skipSomeBlanks(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_BLANKS);
  let cursor = at;
  while (cursor < limit && byteAt(cursor) == BLANK) cursor++;
  return cursor;
}

function skipSomeDigits(at: i32, end: i32, most: i32): i32 {
  const limit = min(end, at + most);
  let cursor = at;
  while (cursor < limit && isDigit(byteAt(cursor))) cursor++;
  return cursor;
}

/** Behind `sequence: origin: sequence: `; `at` when there is no such prefix. */
function skipPrefixes(at: i32, end: i32): i32 {
  let cursor = at;
  for (let count = 0; count < MAX_PREFIXES; count++) {
    let colon = skipSomeDigits(cursor, end, MAX_DIGITS);
    if (count == 1 && colon == cursor) colon = skipOrigin(cursor, end);
    if (colon + 1 >= end || byteAt(colon) != COLON || byteAt(colon + 1) != BLANK) break;
    cursor = skipSomeBlanks(colon + 1, end);
  }
  return cursor;
}

function skipOrigin(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_ORIGIN);
  let cursor = at;
  while (cursor < limit && byteAt(cursor) > BLANK && byteAt(cursor) != COLON) cursor++;
  return cursor;
}

/** `Mmm d[d] [dddd ]h[h]:dd:dd`. */
function isBsdTime(at: i32, end: i32): bool {
  if (at + 14 > end || byteAt(at + 3) != BLANK || monthAt(at) == 0) return false;
  const day = skipSomeBlanks(at + 3, end);
  let cursor = skipSomeDigits(day, end, MAX_DIGITS);
  if (cursor == day || cursor > day + 2 || cursor >= end || byteAt(cursor) != BLANK) return false;
  cursor = skipSomeBlanks(cursor, end);
  return isClock(isYear(cursor, end) ? cursor + 5 : cursor, end);
}

/** `dddd `. */
function isYear(at: i32, end: i32): bool {
  if (at + 5 >= end || byteAt(at + 4) != BLANK) return false;
  return (twoDigits(at) | twoDigits(at + 2)) >= 0;
}

/** `h[h]:dd:dd`. */
function isClock(at: i32, end: i32): bool {
  const colon = skipSomeDigits(at, end, MAX_DIGITS);
  if (colon == at || colon > at + 2 || colon + 6 > end) return false;
  if (byteAt(colon) != COLON || byteAt(colon + 3) != COLON) return false;
  return (twoDigits(colon + 1) | twoDigits(colon + 4)) >= 0;
}
