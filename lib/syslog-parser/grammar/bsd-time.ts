import { BLANK, byteAt, COLON, digitsAt, isDigit, pairAt, skipBlanks, twoDigits } from './bytes';
import { readFraction } from './iso-time';
import { monthAt } from './month';
import { LOCAL, setWall, view, WITHOUT_YEAR } from './view';

/** Of `Mmm dd hh:mm:ss`. */
const PLAIN_LENGTH: i32 = 15;
/** Where it has digits, the first byte lowest; a day of one digit has a blank in front. */
const DIGITS: i32 = 0b0110_1101_1010_0000;
const DAY_TENS: i32 = 0b0000_0000_0001_0000;

/**
 * Decodes `Mmm dd [yyyy] hh:mm:ss[.fraction][ yyyy]` at `at` (RFC 3164 section 4.1.2; the year behind the day is Cisco
 * ASA's, the one at the end LinkSys'; days of one digit with or without padding); returns the position behind it, or -1 when this
 * is no such time. Whether the date exists is found out later.
 */
export function decodeBsdTime(at: i32, end: i32): i32 {
  if (at + 14 > end || byteAt(at + 3) != BLANK) return -1;
  const month = monthAt(at);
  if (month == 0) return -1;
  view.month = month;
  view.year = 0;
  const behind = readDayAndClock(at, end);
  if (behind == -1) return -1;
  if (view.year != 0) return withYear(behind);
  const year = behind < end && byteAt(behind) == BLANK ? yearAt(behind + 1, end) : 0;
  if (year == 0) {
    view.timeKind = WITHOUT_YEAR;
    return behind;
  }
  view.year = year;
  return withYear(behind + 5);
}

function withYear(behind: i32): i32 {
  view.timeKind = LOCAL;
  setWall();
  return behind;
}

/** Decodes NX-OS' `yyyy Mmm dd hh:mm:ss` at `at`, the same way. */
export function decodeYearFirst(at: i32, end: i32): i32 {
  const year = yearAt(at, end);
  if (year == 0 || at + 18 > end || byteAt(at + 8) != BLANK) return -1;
  view.month = monthAt(at + 5);
  if (view.month == 0) return -1;
  const clock = readDay(at + 9, end);
  const behind = clock == -1 ? -1 : readClock(clock, end);
  if (behind == -1) return -1;
  view.year = year;
  return withYear(behind);
}

/** Takes what follows the month's name at `at`; returns the position behind, -1 when this is no time. */
function readDayAndClock(at: i32, end: i32): i32 {
  if (at + PLAIN_LENGTH <= end && readPlain(at)) {
    const behind = at + PLAIN_LENGTH;
    return behind < end && byteAt(behind) == 0x2e ? readFraction(behind, end) : behind;
  }
  const clock = readDay(at + 4, end);
  return clock == -1 ? -1 : readClock(clock, end);
}

/** Takes ` dd hh:mm:ss` or `  d hh:mm:ss` behind the month's name at `at`. */
function readPlain(at: i32): bool {
  const digits = digitsAt(at);
  const tens = byteAt(at + 4);
  if ((digits & DIGITS) != DIGITS || ((digits & DAY_TENS) == 0 && tens != BLANK)) return false;
  if (byteAt(at + 6) != BLANK || byteAt(at + 9) != COLON || byteAt(at + 12) != COLON) return false;
  // A blank becomes a zero.
  view.day = (tens | 0x10) * 10 + byteAt(at + 5) - 0x30 * 11;
  view.hour = pairAt(at + 7);
  view.minute = pairAt(at + 10);
  view.second = pairAt(at + 13);
  return true;
}

/** Takes the day and a year behind it, if there is one; returns where the clock begins, -1 when this is no day. */
function readDay(at: i32, end: i32): i32 {
  const start = byteAt(at) == BLANK ? skipBlanks(at, end) : at;
  if (start + 9 > end) return -1;
  const first = byteAt(start);
  const second = byteAt(start + 1);
  if (!isDigit(first)) return -1;
  let cursor = start + 1;
  view.day = first - 0x30;
  if (isDigit(second)) {
    view.day = view.day * 10 + second - 0x30;
    cursor++;
  }
  if (byteAt(cursor) != BLANK) return -1;
  if (isDigit(byteAt(cursor + 1)) && byteAt(cursor + 3) == COLON) return cursor + 1;
  cursor = skipBlanks(cursor, end);
  const year = yearAt(cursor, end);
  if (year == 0) return cursor;
  view.year = year;
  return skipBlanks(cursor + 4, end);
}

/** Takes `h[h]:mm:ss[.fraction]` at `at`; returns the position behind, -1 when this is no clock. */
function readClock(at: i32, end: i32): i32 {
  const colon = at + 2 < end && byteAt(at + 2) == COLON ? at + 2 : at + 1;
  if (colon + 6 > end || byteAt(colon) != COLON || byteAt(colon + 3) != COLON) return -1;
  const first = byteAt(at);
  if (!isDigit(first)) return -1;
  const hour = colon == at + 2 ? twoDigits(at) : first - 0x30;
  const minute = twoDigits(colon + 1);
  const second = twoDigits(colon + 4);
  if ((hour | minute | second) < 0) return -1;
  view.hour = hour;
  view.minute = minute;
  view.second = second;
  const behind = colon + 6;
  return behind < end && byteAt(behind) == 0x2e ? readFraction(behind, end) : behind;
}

/** The year of four digits at `at` (1970 to 2099) in front of a blank or the end; 0 when there is none. */
function yearAt(at: i32, end: i32): i32 {
  if (at + 4 > end || (at + 4 < end && byteAt(at + 4) != BLANK)) return 0;
  const century = twoDigits(at);
  const ofCentury = twoDigits(at + 2);
  if ((century | ofCentury) < 0) return 0;
  const year = century * 100 + ofCentury;
  return year >= 1970 && year <= 2099 ? year : 0;
}
