/**
 * Cheap looks at the first bytes of a message that say which syslog format it is in. They demand enough
 * that kernel text (`[   12.345678] x`, `** 17 printk messages dropped`, `Mar is a word`) passes for none.
 */
import { isDigit, twoDigits } from './digits.ts';
import { LastTime } from './last-time.ts';
import { monthAt } from './month.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
/** Cisco: `sequence: origin: sequence: ` is the longest prefix known. */
const MAX_PREFIXES = 3;
const MAX_ORIGIN = 64;
const MAX_BLANKS = 8;

/** 1 for digits. */
const DIGIT = new Uint8Array(256).fill(1, 0x30, 0x3a);

const lastTime = new LastTime();

/** The position right behind `<digits>` (1 to 4 digits, any value) at `start`, or -1 when there is none. */
export function afterPri(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== 0x3c) return -1;
  const limit = Math.min(end, start + 6);
  let at = start + 1;
  while (at < limit && isDigit(bytes[at] as number)) at++;
  return at > start + 1 && at < limit && bytes[at] === 0x3e ? at + 1 : -1;
}

/**
 * Whether `VERSION SP TIMESTAMP` or `1 - ` stands at `at`, behind the PRI (RFC 5424 section 6). Other
 * versions (0 is sent too) and a few blanks too many are accepted in front of a time; its value is not checked.
 */
export function startsRfc5424(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && isDigit(bytes[at] as number) && isVersionAndTime(bytes, at, end);
}

function isVersionAndTime(bytes: Uint8Array, at: number, end: number): boolean {
  let cursor = at + 1;
  while (cursor < end && cursor < at + 3 && isDigit(bytes[cursor] as number)) cursor++;
  if (bytes[at] === 0x30 && cursor > at + 1) return false;
  if (cursor >= end || bytes[cursor] !== BLANK) return false;
  const time = skipBlanks(bytes, cursor, end);
  if (time >= end) return false;
  if (bytes[time] !== DASH) return isIsoTime(bytes, time, end) && bytes[time + 10] !== BLANK;
  return bytes[at] === 0x31 && cursor === at + 1 && (time + 1 >= end || bytes[time + 1] === BLANK);
}

/**
 * Whether a whole header of RFC 5424 with another VERSION and no TIMESTAMP stands at `at`, behind the PRI: `100 - `, four
 * more fields, and STRUCTURED-DATA.
 */
export function startsUndatedRfc5424(bytes: Uint8Array, at: number, end: number): boolean {
  const version = skipDigits(bytes, at, Math.min(end, at + 3));
  if (version === at || bytes[at] === 0x30 || version + 2 >= end) return false;
  if (bytes[version] !== BLANK || bytes[version + 1] !== DASH) return false;
  let cursor = version + 2;
  for (let field = 0; field < 4; field++) {
    if (cursor >= end || bytes[cursor] !== BLANK) return false;
    const start = cursor + 1;
    cursor = start;
    while (cursor < end && (bytes[cursor] as number) > BLANK) cursor++;
    if (cursor === start) return false;
  }
  if (cursor + 1 >= end || bytes[cursor] !== BLANK) return false;
  return bytes[cursor + 1] === DASH || bytes[cursor + 1] === 0x5b;
}

/**
 * Whether a time of RFC 3164 or of its dialects stands at `at`: `Mmm dd hh:mm:ss`, also with a year, an ISO 8601
 * date and time, each behind a few blanks, NX-OS' `: ` (then also with the year in front), Cisco's `sequence: ` and its
 * marks `*` and `.`. Values are not checked.
 */
export function startsSyslogTime(bytes: Uint8Array, at: number, end: number): boolean {
  return lastTime.is(bytes, at, end) || isAnyTime(bytes, at, end);
}

function isAnyTime(bytes: Uint8Array, at: number, end: number): boolean {
  let cursor = skipBlanks(bytes, at, end);
  if (cursor >= end) return false;
  const first = bytes[cursor] as number;
  if (isDigit(first)) {
    if (isIsoTime(bytes, cursor, end)) return true;
    cursor = skipPrefixes(bytes, cursor, end);
  } else if (first === COLON) {
    cursor = skipBlanks(bytes, cursor + 1, end);
    if (isYear(bytes, cursor, end)) cursor += 5;
  }
  const mark = cursor < end ? bytes[cursor] : 0;
  if (mark === 0x2a || mark === 0x2e) cursor++;
  return isBsdTime(bytes, cursor, end) || isIsoTime(bytes, cursor, end);
}

/** Behind at most a few blanks at `at`. */
function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_BLANKS);
  let cursor = at;
  while (cursor < limit && bytes[cursor] === BLANK) cursor++;
  return cursor;
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + 10);
  let cursor = at;
  while (cursor < limit && isDigit(bytes[cursor] as number)) cursor++;
  return cursor;
}

/** Behind `sequence: origin: sequence: `; `at` when there is no such prefix. */
function skipPrefixes(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  for (let count = 0; count < MAX_PREFIXES; count++) {
    let colon = skipDigits(bytes, cursor, end);
    if (count === 1 && colon === cursor) colon = skipOrigin(bytes, cursor, end);
    if (colon + 1 >= end || bytes[colon] !== COLON || bytes[colon + 1] !== BLANK) break;
    cursor = skipBlanks(bytes, colon + 1, end);
  }
  return cursor;
}

function skipOrigin(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_ORIGIN);
  let cursor = at;
  while (cursor < limit && (bytes[cursor] as number) > BLANK && bytes[cursor] !== COLON) cursor++;
  return cursor;
}

/** `dddd-dd-dd`, `T` or blank, `dd:dd`. */
function isIsoTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 16 > end || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return false;
  if (bytes[at + 13] !== COLON) return false;
  const separator = bytes[at + 10] as number;
  if (separator !== 0x54 && separator !== 0x74 && separator !== BLANK) return false;
  const areDigits =
    (DIGIT[bytes[at] as number] as number) &
    (DIGIT[bytes[at + 1] as number] as number) &
    (DIGIT[bytes[at + 2] as number] as number) &
    (DIGIT[bytes[at + 3] as number] as number) &
    (DIGIT[bytes[at + 5] as number] as number) &
    (DIGIT[bytes[at + 6] as number] as number) &
    (DIGIT[bytes[at + 8] as number] as number) &
    (DIGIT[bytes[at + 9] as number] as number) &
    (DIGIT[bytes[at + 11] as number] as number) &
    (DIGIT[bytes[at + 12] as number] as number) &
    (DIGIT[bytes[at + 14] as number] as number) &
    (DIGIT[bytes[at + 15] as number] as number);
  return areDigits === 1;
}

/** `Mmm d[d] [dddd ]h[h]:dd:dd`. */
function isBsdTime(bytes: Uint8Array, at: number, end: number): boolean {
  const clock = bsdClockAt(bytes, at, end);
  if (clock === -1 || !isClock(bytes, clock, end)) return false;
  if (clock === at + 7 && bytes[at + 9] === COLON) lastTime.set(bytes, at);
  return true;
}

/** Where the clock behind `Mmm d[d] [dddd ]` begins, or -1. */
function bsdClockAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 14 > end || monthAt(bytes, at) === 0 || bytes[at + 3] !== BLANK) return -1;
  const day = skipBlanks(bytes, at + 3, end);
  let cursor = skipDigits(bytes, day, end);
  if (cursor === day || cursor > day + 2 || cursor >= end || bytes[cursor] !== BLANK) return -1;
  cursor = skipBlanks(bytes, cursor, end);
  return isYear(bytes, cursor, end) ? cursor + 5 : cursor;
}

/** `dddd `. */
function isYear(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 5 >= end || bytes[at + 4] !== BLANK) return false;
  return (twoDigits(bytes, at) | twoDigits(bytes, at + 2)) >= 0;
}

/** `h[h]:dd:dd`. */
function isClock(bytes: Uint8Array, at: number, end: number): boolean {
  const colon = skipDigits(bytes, at, end);
  if (colon === at || colon > at + 2 || colon + 6 > end) return false;
  return (
    bytes[colon] === COLON &&
    bytes[colon + 3] === COLON &&
    (twoDigits(bytes, colon + 1) | twoDigits(bytes, colon + 4)) >= 0
  );
}
