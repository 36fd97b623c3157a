import { byteAt, digitsAt, smallNumber } from './bytes';
import { BAD_PRI, NO_PRI, view } from './view';

const MAX_DIGITS: i32 = 4;
const MAX_PRI: i32 = 191;
const OPENING: i32 = 0x3c;
const CLOSING: i32 = 0x3e;

/** The position right behind `<digits>` (1 to 4 digits, any value) at `start`, or -1 when there is none. */
export function afterPri(start: i32, end: i32): i32 {
  if (start >= end || byteAt(start) != OPENING) return -1;
  const digits = ctz(digitsAt(start + 1) ^ 0x1ffff);
  const close = start + 1 + digits;
  if (digits == 0 || digits > MAX_DIGITS || close >= end) return -1;
  return byteAt(close) == CLOSING ? close + 1 : -1;
}

/**
 * Decodes `<PRI>` at `start` into facility and severity; returns the position behind it, or -1 when what stands there is no PRI and so
 * the whole text is the message (RFC 3164 section 4.3.3, problem `bad-pri`). A text that does not begin with `<` has the
 * problem `no-pri`; leading zeros keep their value, problem `bad-pri`.
 */
export function decodePri(start: i32, end: i32): i32 {
  return decodePriBefore(afterPri(start, end), start, end);
}

/** The same where `behind` is known to be `afterPri(start, end)`. */
export function decodePriBefore(behind: i32, start: i32, end: i32): i32 {
  if (behind == -1)
    return start < end && byteAt(start) == OPENING ? badPri() : withoutPri(start, end);
  const value = smallNumber(start + 1, behind - start - 2);
  if (value > MAX_PRI) return badPri();
  if (byteAt(start + 1) == 0x30 && behind > start + 3) view.problems |= BAD_PRI;
  view.facility = value >> 3;
  view.severity = value & 7;
  return behind;
}

function badPri(): i32 {
  view.problems |= BAD_PRI;
  return -1;
}

/** A byte order mark in front of the PRI hides it from other receivers; here it costs a `bad-pri`. */
function withoutPri(start: i32, end: i32): i32 {
  if (start + 3 < end && load<u32>(start) == 0x3cbfbbef) {
    view.problems |= BAD_PRI;
    return decodePri(start + 3, end);
  }
  view.problems |= NO_PRI;
  return start;
}
