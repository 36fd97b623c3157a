import { isDigit, pairAt, twoDigits } from '../digits.ts';
import { monthAt } from '../month.ts';
import { LOCAL_TIME, type SyslogView, TIME_WITHOUT_YEAR } from '../syslog-view.ts';
import { skipSpaces } from './bytes.ts';
import { readFraction } from './iso-time.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const DOT = 0x2e;
/** Of `Mmm dd hh:mm:ss`. */
const PLAIN_LENGTH = 15;

/**
 * Decodes `Mmm dd [yyyy] hh:mm:ss[.fraction][ yyyy]` at `at` (RFC 3164 section 4.1.2; the year after the day is Cisco
 * ASA's, the one at the end LinkSys'; days of one digit with or without padding) into the time of a view; returns the
 * position after it, or -1 when this is no such time. Whether the date exists is for `TimeDecoder` to find out.
 */
export function decodeBsdTime(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  const month = plainMonthAt(bytes, at, end);
  const after = month === 0 ? readAny(bytes, at, end, view) : readPlain(bytes, at, end, view);
  if (after === -1) return -1;
  if (month !== 0) view.month = month;
  view.timeKind = LOCAL_TIME;
  if (view.year !== 0) return after;
  const year = after < end && bytes[after] === SPACE ? yearAt(bytes, after + 1, end) : 0;
  if (year === 0) {
    view.timeKind = TIME_WITHOUT_YEAR;
    return after;
  }
  view.year = year;
  return after + 5;
}

/** Decodes NX-OS' `yyyy Mmm dd hh:mm:ss` at `at`, the same way. */
export function decodeYearFirst(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  const year = yearAt(bytes, at, end);
  if (year === 0 || at + 18 > end || bytes[at + 8] !== SPACE) return -1;
  view.month = monthAt(bytes, at + 5);
  if (view.month === 0) return -1;
  const clock = readDay(bytes, at + 9, end, view);
  const after = clock === -1 ? -1 : readClock(bytes, clock, end, view);
  if (after === -1) return -1;
  view.year = year;
  view.timeKind = LOCAL_TIME;
  return after;
}

/** Takes a plain time, see `plainMonthAt`, but for its month; returns the position after it. */
function readPlain(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  view.year = 0;
  view.day = ((bytes[at + 4] as number) & 0x0f) * 10 + (bytes[at + 5] as number) - 0x30;
  view.hour = pairAt(bytes, at + 7);
  view.minute = pairAt(bytes, at + 10);
  view.second = pairAt(bytes, at + 13);
  const after = at + PLAIN_LENGTH;
  return after < end && bytes[after] === DOT ? readFraction(bytes, after, end, view) : after;
}

/** Takes a time of any of the forms; returns the position after it, -1 when this is no time. */
function readAny(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at + 14 > end || bytes[at + 3] !== SPACE) return -1;
  view.month = monthAt(bytes, at);
  if (view.month === 0) return -1;
  view.year = 0;
  const clock = readDay(bytes, at + 4, end, view);
  return clock === -1 ? -1 : readClock(bytes, clock, end, view);
}

/**
 * The month of `Mmm dd hh:mm:ss` or `Mmm  d hh:mm:ss` at `at`, 0 when there is no such time. One branch for all digits: one for each takes twice as long
 * (bench/syslog-parser.ts).
 */
export function plainMonthAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + PLAIN_LENGTH > end || bytes[at + 3] !== SPACE || bytes[at + 6] !== SPACE) return 0;
  if (bytes[at + 9] !== COLON || bytes[at + 12] !== COLON) return 0;
  const tens = bytes[at + 4] as number;
  if (tens > SPACE && tens < 0x30) return 0;
  // A space becomes a zero.
  const d1 = (tens | 0x10) - 0x30;
  const d2 = (bytes[at + 5] as number) - 0x30;
  const h1 = (bytes[at + 7] as number) - 0x30;
  const h2 = (bytes[at + 8] as number) - 0x30;
  const m1 = (bytes[at + 10] as number) - 0x30;
  const m2 = (bytes[at + 11] as number) - 0x30;
  const s1 = (bytes[at + 13] as number) - 0x30;
  const s2 = (bytes[at + 14] as number) - 0x30;
  const below = d1 | d2 | h1 | h2 | m1 | m2 | s1 | s2;
  const above =
    (9 - d1) | (9 - d2) | (9 - h1) | (9 - h2) | (9 - m1) | (9 - m2) | (9 - s1) | (9 - s2);
  return (below | above) < 0 ? 0 : monthAt(bytes, at);
}

/** Takes the day and a year after it, if there is one; returns where the clock begins, -1 when this is no day. */
function readDay(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = bytes[at] === SPACE ? skipSpaces(bytes, at, end) : at;
  if (start + 9 > end) return -1;
  const first = bytes[start] as number;
  const second = bytes[start + 1] as number;
  if (!isDigit(first)) return -1;
  let cursor = start + 1;
  view.day = first - 0x30;
  if (isDigit(second)) {
    view.day = view.day * 10 + second - 0x30;
    cursor++;
  }
  if (bytes[cursor] !== SPACE) return -1;
  if (isDigit(bytes[cursor + 1] as number) && bytes[cursor + 3] === COLON) return cursor + 1;
  cursor = skipSpaces(bytes, cursor, end);
  const year = yearAt(bytes, cursor, end);
  if (year === 0) return cursor;
  view.year = year;
  return skipSpaces(bytes, cursor + 4, end);
}

/** Takes `h[h]:mm:ss[.fraction]` at `at`; returns the position after it, -1 when this is no clock. */
function readClock(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const colon = at + 2 < end && bytes[at + 2] === COLON ? at + 2 : at + 1;
  if (colon + 6 > end || bytes[colon] !== COLON || bytes[colon + 3] !== COLON) return -1;
  const first = bytes[at] as number;
  if (!isDigit(first)) return -1;
  const hour = colon === at + 2 ? twoDigits(bytes, at) : first - 0x30;
  const minute = twoDigits(bytes, colon + 1);
  const second = twoDigits(bytes, colon + 4);
  if ((hour | minute | second) < 0) return -1;
  view.hour = hour;
  view.minute = minute;
  view.second = second;
  const after = colon + 6;
  return after < end && bytes[after] === DOT ? readFraction(bytes, after, end, view) : after;
}

/** The year of four digits at `at` (1970 to 2099) before a space or the end; 0 when there is none. */
function yearAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end || (at + 4 < end && bytes[at + 4] !== SPACE)) return 0;
  const century = twoDigits(bytes, at);
  const ofCentury = twoDigits(bytes, at + 2);
  if ((century | ofCentury) < 0) return 0;
  const year = century * 100 + ofCentury;
  return year >= 1970 && year <= 2099 ? year : 0;
}
