import { skipDigits, twoDigits } from './digits.ts';
import { LastTime, wordAt } from './last-time.ts';
import { BAD_TIME } from './problem.ts';
import { SyslogView } from './syslog-view.ts';
import type { TimeDecoder } from './time-decoder.ts';

/** Of `yyyy-mm-ddThh:mm:ss`. */
const SECONDS_LENGTH = 19;

/**
 * Decodes `yyyy-mm-dd(T| )hh:mm:ss[(.|,)fraction][Z|(+|-)hh[[:]mm]]` at `at` into the time of a view; returns the position
 * behind it, or -1 when this is no such time. A time that does not exist is consumed too, with the problem
 * `bad-time`. Without an offset it is a wall-clock time of the decoder's zone.
 */
export class IsoTime {
  readonly #times: TimeDecoder;
  /** The last date and time to the second that exists, what it meant, and its seconds on the sender's clock. */
  readonly #last = new LastTime();
  #lastYear = 0;
  readonly #meant = new SyslogView();
  #wall = Number.NaN;

  constructor(times: TimeDecoder) {
    this.#times = times;
  }

  decode(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (at + SECONDS_LENGTH > end || bytes[at + 4] !== 0x2d) return -1;
    const wall = this.#readSeconds(bytes, at, end, view);
    if (wall === -Infinity) return -1;
    const fractionEnd = readFraction(bytes, at + SECONDS_LENGTH, end, view);
    const offsetEnd = readOffset(bytes, fractionEnd, end, view);
    if (offsetEnd === fractionEnd) {
      this.#times.completeLocal(view, bytes, wall);
    } else if ((view.problems & BAD_TIME) === 0) {
      this.#times.complete(view, bytes, wall);
      if (view.hasTime && isRfc3339(bytes, at, offsetEnd, view)) {
        view.timestampStart = at;
        view.timestampEnd = offsetEnd;
      }
    }
    return offsetEnd;
  }

  /** Takes date and time; returns the wall-clock time, see `TimeDecoder.wallClock`, or -Infinity when there are none. */
  #readSeconds(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (this.#last.is(bytes, at + 4, end) && wordAt(bytes, at) === this.#lastYear) {
      const meant = this.#meant;
      view.year = meant.year;
      view.month = meant.month;
      view.day = meant.day;
      view.hour = meant.hour;
      view.minute = meant.minute;
      view.second = meant.second;
      return this.#wall;
    }
    if (!readDateTime(bytes, at, view)) return -Infinity;
    const wall = this.#times.wallClock(view);
    if (!Number.isNaN(wall)) this.#remember(bytes, at, view, wall);
    return wall;
  }

  #remember(bytes: Uint8Array, at: number, view: SyslogView, wall: number): void {
    this.#last.set(bytes, at + 4);
    this.#lastYear = wordAt(bytes, at);
    const meant = this.#meant;
    meant.year = view.year;
    meant.month = view.month;
    meant.day = view.day;
    meant.hour = view.hour;
    meant.minute = view.minute;
    meant.second = view.second;
    this.#wall = wall;
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

/** Takes date and time to the second. In one function, since those for two digits each are too many to be inlined. */
function readDateTime(bytes: Uint8Array, at: number, view: SyslogView): boolean {
  const separator = bytes[at + 10] as number;
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d) return false;
  if (bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a) return false;
  if (separator !== 0x54 && separator !== 0x20 && separator !== 0x74) return false;
  const y1 = (bytes[at] as number) - 0x30;
  const y2 = (bytes[at + 1] as number) - 0x30;
  const y3 = (bytes[at + 2] as number) - 0x30;
  const y4 = (bytes[at + 3] as number) - 0x30;
  const o1 = (bytes[at + 5] as number) - 0x30;
  const o2 = (bytes[at + 6] as number) - 0x30;
  const d1 = (bytes[at + 8] as number) - 0x30;
  const d2 = (bytes[at + 9] as number) - 0x30;
  const h1 = (bytes[at + 11] as number) - 0x30;
  const h2 = (bytes[at + 12] as number) - 0x30;
  const m1 = (bytes[at + 14] as number) - 0x30;
  const m2 = (bytes[at + 15] as number) - 0x30;
  const s1 = (bytes[at + 17] as number) - 0x30;
  const s2 = (bytes[at + 18] as number) - 0x30;
  const below = y1 | y2 | y3 | y4 | o1 | o2 | d1 | d2 | h1 | h2 | m1 | m2 | s1 | s2;
  const above =
    (9 - y1) |
    (9 - y2) |
    (9 - y3) |
    (9 - y4) |
    (9 - o1) |
    (9 - o2) |
    (9 - d1) |
    (9 - d2) |
    (9 - h1) |
    (9 - h2) |
    (9 - m1) |
    (9 - m2) |
    (9 - s1) |
    (9 - s2);
  if ((below | above) < 0) return false;
  view.year = y1 * 1000 + y2 * 100 + y3 * 10 + y4;
  view.month = o1 * 10 + o2;
  view.day = d1 * 10 + d2;
  view.hour = h1 * 10 + h2;
  view.minute = m1 * 10 + m2;
  view.second = s1 * 10 + s2;
  return true;
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
  view.offsetMinutes = 0;
  view.offsetIsZ = sign === 0x5a || sign === 0x7a;
  return view.offsetIsZ ? at + 1 : readHours(bytes, at, end, view);
}

/** Takes `(+|-)hh[[:]mm]` at `at`. */
function readHours(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const sign = bytes[at];
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
