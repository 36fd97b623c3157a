import { skipDigits, twoDigits } from './digits.ts';
import { BAD_TIME } from './problem.ts';
import type { SyslogView } from './syslog-view.ts';
import type { TimeDecoder } from './time-decoder.ts';

/**
 * Decodes `yyyy-mm-dd(T| )hh:mm:ss[(.|,)fraction][Z|(+|-)hh[[:]mm]]` at `at` into the time of a view; returns the position
 * behind it, or -1 when this is no such time. A time that does not exist is consumed too, with the problem
 * `bad-time`. Without an offset it is a wall-clock time of the decoder's zone.
 */
export class IsoTime {
  readonly #times: TimeDecoder;

  constructor(times: TimeDecoder) {
    this.#times = times;
  }

  decode(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (at + 19 > end || !readDateTime(bytes, at, view)) return -1;
    const fractionEnd = readFraction(bytes, at + 19, end, view);
    const offsetEnd = readOffset(bytes, fractionEnd, end, view);
    if (offsetEnd === fractionEnd) {
      this.#times.completeLocal(view, bytes);
    } else if ((view.problems & BAD_TIME) === 0) {
      this.#times.complete(view, bytes);
      if (view.hasTime && isRfc3339(bytes, at, offsetEnd, view)) {
        view.timestampStart = at;
        view.timestampEnd = offsetEnd;
      }
    }
    return offsetEnd;
  }
}

/** Whether the time at `at`, known to be valid, has `T`, a dot, and `Z` or `±hh:mm` where RFC 3339 wants them. */
function isRfc3339(bytes: Uint8Array, at: number, end: number, view: SyslogView): boolean {
  const dot = bytes[at + 19];
  if (bytes[at + 10] !== 0x54 || dot === 0x2c || (dot === 0x2e && view.fractionStart === -1)) {
    return false;
  }
  return view.offsetIsZ ? bytes[end - 1] === 0x5a : bytes[end - 3] === 0x3a;
}

function readDateTime(bytes: Uint8Array, at: number, view: SyslogView): boolean {
  const separator = bytes[at + 10] as number;
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d) return false;
  if (bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a) return false;
  if (separator !== 0x54 && separator !== 0x20 && separator !== 0x74) return false;
  const century = twoDigits(bytes, at);
  const year = twoDigits(bytes, at + 2);
  view.year = century * 100 + year;
  view.month = twoDigits(bytes, at + 5);
  view.day = twoDigits(bytes, at + 8);
  view.hour = twoDigits(bytes, at + 11);
  view.minute = twoDigits(bytes, at + 14);
  view.second = twoDigits(bytes, at + 17);
  return (century | year | view.month | view.day | view.hour | view.minute | view.second) >= 0;
}

/** Takes `.digits` or `,digits` at `at`, any number of them; returns the position behind. */
export function readFraction(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end || (bytes[at] !== 0x2e && bytes[at] !== 0x2c)) return at;
  const digitsEnd = skipDigits(bytes, at + 1, end);
  if (digitsEnd > at + 1) {
    view.fractionStart = at + 1;
    view.fractionEnd = digitsEnd;
  }
  return digitsEnd;
}

/** Takes the offset at `at`, returns the position behind; one that no zone has (`+24:00`, `-07:61`) is a `bad-time`. */
function readOffset(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return at;
  const sign = bytes[at] as number;
  view.offsetIsZ = sign === 0x5a || sign === 0x7a;
  view.offsetMinutes = 0;
  if (view.offsetIsZ) return at + 1;
  if ((sign !== 0x2b && sign !== 0x2d) || at + 3 > end) return at;
  const hours = twoDigits(bytes, at + 1);
  if (hours === -1) return at;
  const hasColon = at + 3 < end && bytes[at + 3] === 0x3a;
  const minutesAt = hasColon ? at + 4 : at + 3;
  const minutes = minutesAt + 2 <= end ? twoDigits(bytes, minutesAt) : -1;
  if (hours > 23 || minutes > 59) view.problems |= BAD_TIME;
  const total = hours * 60 + Math.max(minutes, 0);
  view.offsetMinutes = sign === 0x2d ? -total : total;
  return minutes === -1 ? at + 3 : minutesAt + 2;
}
