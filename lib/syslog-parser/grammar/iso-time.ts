import {
  BLANK,
  byteAt,
  COLON,
  DASH,
  digitsAt,
  pairAt,
  sixDigits,
  skipDigits,
  twoDigits,
} from './bytes';
import { BAD_TIME, LOCAL, setWall, view, WITH_OFFSET } from './view';

/** Of `yyyy-mm-ddThh:mm:ss`. */
const SECONDS_LENGTH: i32 = 19;
/** Where `yyyy-mm-ddThh:mm` has digits, the first byte lowest. */
const DIGITS: i32 = 0b1101_1011_0110_1111;
const MINUTES_LENGTH: i32 = 16;

/** Whether `dddd-dd-dd`, `T` or blank, `dd:dd` stands at `at`. */
export function isIsoTime(at: i32, end: i32): bool {
  if (at + MINUTES_LENGTH > end || (digitsAt(at) & DIGITS) != DIGITS) return false;
  if (byteAt(at + 4) != DASH || byteAt(at + 7) != DASH || byteAt(at + 13) != COLON) return false;
  const separator = byteAt(at + 10);
  return separator == 0x54 || separator == 0x74 || separator == BLANK;
}

/**
 * Decodes `yyyy-mm-dd(T| )hh:mm:ss[(.|,)fraction][Z|(+|-)hh[[:]mm]]` at `at`; returns the position behind it, or -1 when this is
 * no such time. Whether it exists is found out later. Without an offset it is a wall-clock time of the decoder's zone.
 */
export function decodeIsoTime(at: i32, end: i32): i32 {
  if (at + SECONDS_LENGTH > end || !isIsoTime(at, end) || byteAt(at + 16) != COLON) return -1;
  const second = twoDigits(at + 17);
  if (second == -1) return -1;
  view.year = pairAt(at) * 100 + pairAt(at + 2);
  view.month = pairAt(at + 5);
  view.day = pairAt(at + 8);
  view.hour = pairAt(at + 11);
  view.minute = pairAt(at + 14);
  view.second = second;
  setWall();
  const fractionEnd = readFraction(at + SECONDS_LENGTH, end);
  const offsetEnd = readOffset(fractionEnd, end);
  if (offsetEnd == fractionEnd) {
    view.timeKind = LOCAL;
  } else if ((view.problems & BAD_TIME) == 0) {
    view.timeKind = WITH_OFFSET;
    if (isRfc3339(at, offsetEnd)) {
      view.timestampStart = at;
      view.timestampEnd = offsetEnd;
    }
  }
  return offsetEnd;
}

/** Whether the time at `at` has `T`, a dot, and `Z` or `±hh:mm` where RFC 3339 wants them. */
function isRfc3339(at: i32, end: i32): bool {
  const dot = byteAt(at + SECONDS_LENGTH);
  if (byteAt(at + 10) != 0x54 || dot == 0x2c || (dot == 0x2e && view.fractionStart == -1)) {
    return false;
  }
  return view.offsetIsZ ? byteAt(end - 1) == 0x5a : byteAt(end - 3) == COLON;
}

/** Takes `.digits` or `,digits` at `at`, any number of them; returns the position behind. */
export function readFraction(at: i32, end: i32): i32 {
  if (at >= end || (byteAt(at) != 0x2e && byteAt(at) != 0x2c)) return at;
  const start = at + 1;
  const digitsEnd = skipDigits(start, end);
  if (digitsEnd > start) {
    view.fractionStart = start;
    view.fractionEnd = digitsEnd;
    view.fractionUs = sixDigits(start, digitsEnd);
  }
  return digitsEnd;
}

/** Takes the offset at `at`, returns the position behind; one that no zone has (`+24:00`, `-07:61`) is a `bad-time`. */
function readOffset(at: i32, end: i32): i32 {
  if (at >= end) return at;
  const sign = byteAt(at);
  view.offsetMinutes = 0;
  if (sign == 0x5a || sign == 0x7a) {
    view.offsetIsZ = 1;
    return at + 1;
  }
  view.offsetIsZ = 0;
  return sign == 0x2b || sign == DASH ? readHours(at, end) : at;
}

/** Takes `(+|-)hh[[:]mm]` at `at`. */
function readHours(at: i32, end: i32): i32 {
  if (at + 3 > end) return at;
  const hours = twoDigits(at + 1);
  if (hours == -1) return at;
  const hasColon = at + 3 < end && byteAt(at + 3) == COLON;
  const minutesAt = hasColon ? at + 4 : at + 3;
  const minutes = minutesAt + 2 <= end ? twoDigits(minutesAt) : -1;
  if (hours > 23 || minutes > 59) view.problems |= BAD_TIME;
  const total = hours * 60 + max(minutes, 0);
  view.offsetMinutes = byteAt(at) == DASH ? -total : total;
  return minutes == -1 ? at + 3 : minutesAt + 2;
}
