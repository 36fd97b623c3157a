import { pairAt, skipDigits, twoDigits } from '../digits.ts';
import { BAD_TIME } from '../problem.ts';
import { LOCAL_TIME, type SyslogView, TIME_WITH_OFFSET } from '../syslog-view.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
/** Of `yyyy-mm-ddThh:mm`, and with the seconds. */
const MINUTES_LENGTH = 16;
const SECONDS_LENGTH = 19;

/** 1 for digits. */
const DIGIT = new Uint8Array(256).fill(1, 0x30, 0x3a);

/** Whether `dddd-dd-dd`, `T` or space, `dd:dd` is at `at`. */
export function isIsoTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + MINUTES_LENGTH > end || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return false;
  if (bytes[at + 13] !== COLON) return false;
  const separator = bytes[at + 10] as number;
  if (separator !== 0x54 && separator !== 0x74 && separator !== SPACE) return false;
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

/**
 * Decodes `yyyy-mm-dd(T| )hh:mm:ss[(.|,)fraction][Z|(+|-)hh[[:]mm]]` at `at` into the time of a view; returns the position
 * after it, or -1 when this is no such time. Whether it exists is for `TimeDecoder` to find out. Without an offset it is a
 * wall-clock time of the decoder's zone.
 */
export function decodeIsoTime(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  if (at + SECONDS_LENGTH > end || bytes[at + 16] !== COLON || !isIsoTime(bytes, at, end))
    return -1;
  const second = twoDigits(bytes, at + 17);
  if (second === -1) return -1;
  view.year = pairAt(bytes, at) * 100 + pairAt(bytes, at + 2);
  view.month = pairAt(bytes, at + 5);
  view.day = pairAt(bytes, at + 8);
  view.hour = pairAt(bytes, at + 11);
  view.minute = pairAt(bytes, at + 14);
  view.second = second;
  const fractionEnd = readFraction(bytes, at + SECONDS_LENGTH, end, view);
  const offsetEnd = readOffset(bytes, fractionEnd, end, view);
  if (offsetEnd === fractionEnd) {
    view.timeKind = LOCAL_TIME;
  } else if ((view.problems & BAD_TIME) === 0) {
    view.timeKind = TIME_WITH_OFFSET;
    if (isRfc3339(bytes, at, offsetEnd, view)) {
      view.timestampStart = at;
      view.timestampEnd = offsetEnd;
    }
  }
  return offsetEnd;
}

/** Whether the time at `at` has `T`, a dot, and `Z` or `±hh:mm` where RFC 3339 wants them. */
function isRfc3339(bytes: Uint8Array, at: number, end: number, view: SyslogView): boolean {
  const dot = bytes[at + SECONDS_LENGTH];
  if (bytes[at + 10] !== 0x54 || dot === 0x2c || (dot === 0x2e && view.fractionStart === -1)) {
    return false;
  }
  return view.offsetIsZ ? bytes[end - 1] === 0x5a : bytes[end - 3] === COLON;
}

/** Takes `.digits` or `,digits` at `at`, any number of them; returns the position after it. */
export function readFraction(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end || (bytes[at] !== 0x2e && bytes[at] !== 0x2c)) return at;
  const digitsEnd = skipDigits(bytes, at + 1, end);
  if (digitsEnd > at + 1) {
    view.fractionStart = at + 1;
    view.fractionEnd = digitsEnd;
  }
  return digitsEnd;
}

/** Takes the offset at `at`, returns the position after it; one that no zone has (`+24:00`, `-07:61`) is a `bad-time`. */
export function readOffset(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return at;
  const sign = bytes[at] as number;
  view.offsetMinutes = 0;
  view.offsetIsZ = sign === 0x5a || sign === 0x7a;
  return view.offsetIsZ ? at + 1 : readHours(bytes, at, end, view);
}

/** Takes `(+|-)hh[[:]mm]` at `at`. */
function readHours(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const sign = bytes[at];
  if ((sign !== 0x2b && sign !== DASH) || at + 3 > end) return at;
  const hours = twoDigits(bytes, at + 1);
  if (hours === -1) return at;
  const hasColon = at + 3 < end && bytes[at + 3] === COLON;
  const minutesAt = hasColon ? at + 4 : at + 3;
  const minutes = minutesAt + 2 <= end ? twoDigits(bytes, minutesAt) : -1;
  if (hours > 23 || minutes > 59) view.problems |= BAD_TIME;
  const total = hours * 60 + Math.max(minutes, 0);
  // Not `-total`, which may be -0.
  view.offsetMinutes = sign === DASH ? 0 - total : total;
  return minutes === -1 ? at + 3 : minutesAt + 2;
}
