/**
 * Cheap looks at the first bytes of a message that say which syslog format it is in. They demand enough
 * that kernel text (`[   12.345678] x`, `** 17 printk messages dropped`, `Mar is a word`) passes for none.
 */
import { isDigit, skipDigits, twoDigits } from '../digits.ts';
import { monthAt } from '../month.ts';
import { plainMonthAt } from './bsd-time.ts';
import { isIsoTime } from './iso-time.ts';
import { afterPri } from './pri.ts';

/**
 * What `recognise` finds: nothing of syslog; PRI and a time of RFC 3164 or its dialects; PRI, VERSION and TIMESTAMP of RFC 5424; a PRI, or
 * such a time, alone.
 */
export const NOTHING = 0;
export const PRI_AND_TIME = 1;
export const PRI_AND_VERSION = 2;
export const PRI_ALONE = 3;
export const TIME_ALONE = 4;

const SPACE = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
const OPEN = 0x5b;
/** Cisco: `sequence: origin: sequence: ` is the longest prefix known. */
const MAX_PREFIXES = 3;
const MAX_ORIGIN = 64;
const MAX_BLANKS = 8;
const MAX_DIGITS = 10;

/** What the first bytes of `bytes[start, end)` say, one of the numbers above. Values are not checked. */
export function recognise(bytes: Uint8Array, start: number, end: number): number {
  const behindPri = afterPri(bytes, start, end);
  if (behindPri === -1) return startsSyslogTime(bytes, start, end) ? TIME_ALONE : NOTHING;
  if (startsRfc5424(bytes, behindPri, end)) return PRI_AND_VERSION;
  return startsSyslogTime(bytes, behindPri, end) ? PRI_AND_TIME : PRI_ALONE;
}

/** Whether VERSION and TIMESTAMP of RFC 5424, or a whole header of it without a time, begin `bytes[start, end)`, also after a PRI. */
export function isRfc5424(bytes: Uint8Array, start: number, end: number): boolean {
  const behindPri = afterPri(bytes, start, end);
  if (behindPri === -1) return startsRfc5424(bytes, start, end);
  return startsRfc5424(bytes, behindPri, end) || startsUndatedRfc5424(bytes, behindPri, end);
}

/**
 * Whether `VERSION SP TIMESTAMP` or `1 - ` is at `at`, after the PRI (RFC 5424 section 6). Other
 * versions (0 is sent too) and a few extra spaces are accepted before a time; its value is not checked.
 */
function startsRfc5424(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end || !isDigit(bytes[at] as number)) return false;
  const cursor = skipDigits(bytes, at, Math.min(end, at + 3));
  if (bytes[at] === 0x30 && cursor > at + 1) return false;
  if (cursor >= end || bytes[cursor] !== SPACE) return false;
  const time = skipSpaces(bytes, cursor, end);
  if (time >= end) return false;
  if (bytes[time] !== DASH) return isIsoTime(bytes, time, end) && bytes[time + 10] !== SPACE;
  if (bytes[at] !== 0x31 || cursor !== at + 1) return false;
  return time + 1 >= end || bytes[time + 1] === SPACE;
}

/**
 * Whether a whole header of RFC 5424 with another VERSION and no TIMESTAMP is at `at`, after the PRI: `100 - `, four
 * more fields, and STRUCTURED-DATA.
 */
function startsUndatedRfc5424(bytes: Uint8Array, at: number, end: number): boolean {
  const version = skipDigits(bytes, at, Math.min(end, at + 3));
  if (version === at || bytes[at] === 0x30 || version + 2 >= end) return false;
  if (bytes[version] !== SPACE || bytes[version + 1] !== DASH) return false;
  let cursor = version + 2;
  for (let field = 0; field < 4; field++) {
    if (cursor >= end || bytes[cursor] !== SPACE) return false;
    const start = cursor + 1;
    cursor = start;
    while (cursor < end && (bytes[cursor] as number) > SPACE) cursor++;
    if (cursor === start) return false;
  }
  if (cursor + 1 >= end || bytes[cursor] !== SPACE) return false;
  return bytes[cursor + 1] === DASH || bytes[cursor + 1] === OPEN;
}

/**
 * Whether a time of RFC 3164 or of its dialects is at `at`: `Mmm dd hh:mm:ss`, also with a year, an ISO 8601
 * date and time, each after a few spaces, NX-OS' `: ` (then also with the year in front), Cisco's `sequence: ` and its
 * marks `*` and `.`.
 */
function startsSyslogTime(bytes: Uint8Array, at: number, end: number): boolean {
  return plainMonthAt(bytes, at, end) !== 0 || isAnyTime(bytes, at, end);
}

function isAnyTime(bytes: Uint8Array, at: number, end: number): boolean {
  let cursor = skipSpaces(bytes, at, end);
  if (cursor >= end) return false;
  const first = bytes[cursor] as number;
  if (isDigit(first)) {
    if (isIsoTime(bytes, cursor, end)) return true;
    const prefixes = cursor;
    cursor = skipPrefixes(bytes, cursor, end);
    if (cursor > prefixes && isYear(bytes, cursor, end)) cursor += 5;
  } else if (first === COLON) {
    cursor = skipSpaces(bytes, cursor + 1, end);
    if (isYear(bytes, cursor, end)) cursor += 5;
  }
  const mark = cursor < end ? bytes[cursor] : 0;
  if (mark === 0x2a || mark === 0x2e) cursor++;
  return isBsdTime(bytes, cursor, end) || isIsoTime(bytes, cursor, end);
}

/** After at most a few spaces at `at`. */
function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_BLANKS);
  let cursor = at;
  while (cursor < limit && bytes[cursor] === SPACE) cursor++;
  return cursor;
}

/** After `sequence: origin: sequence: `; `at` when there is no such prefix. */
function skipPrefixes(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  for (let count = 0; count < MAX_PREFIXES; count++) {
    let colon = skipNumber(bytes, cursor, end);
    if (count === 1 && colon === cursor) colon = skipOrigin(bytes, cursor, end);
    if (colon + 1 >= end || bytes[colon] !== COLON || bytes[colon + 1] !== SPACE) break;
    cursor = skipSpaces(bytes, colon + 1, end);
  }
  return cursor;
}

function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  return skipDigits(bytes, at, Math.min(end, at + MAX_DIGITS));
}

function skipOrigin(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_ORIGIN);
  let cursor = at;
  while (cursor < limit && (bytes[cursor] as number) > SPACE) {
    // IPv6 addresses have colons of their own.
    if (bytes[cursor] === COLON && (cursor + 1 >= end || bytes[cursor + 1] === SPACE)) break;
    cursor++;
  }
  return cursor;
}

/** `Mmm d[d] [dddd ]h[h]:dd:dd`. */
function isBsdTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 14 > end || bytes[at + 3] !== SPACE || monthAt(bytes, at) === 0) return false;
  const day = skipSpaces(bytes, at + 3, end);
  let cursor = skipNumber(bytes, day, end);
  if (cursor === day || cursor > day + 2 || cursor >= end || bytes[cursor] !== SPACE) return false;
  cursor = skipSpaces(bytes, cursor, end);
  return isClock(bytes, isYear(bytes, cursor, end) ? cursor + 5 : cursor, end);
}

/** `dddd `. */
function isYear(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 5 >= end || bytes[at + 4] !== SPACE) return false;
  return (twoDigits(bytes, at) | twoDigits(bytes, at + 2)) >= 0;
}

/** `h[h]:dd:dd`. */
function isClock(bytes: Uint8Array, at: number, end: number): boolean {
  const colon = skipNumber(bytes, at, end);
  if (colon === at || colon > at + 2 || colon + 6 > end) return false;
  return (
    bytes[colon] === COLON &&
    bytes[colon + 3] === COLON &&
    (twoDigits(bytes, colon + 1) | twoDigits(bytes, colon + 4)) >= 0
  );
}
