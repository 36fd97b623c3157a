import { isDigit, skipBlanks, twoDigits } from './digits.ts';
import { readFraction } from './iso-time.ts';
import { LastTime } from './last-time.ts';
import { monthAt } from './month.ts';
import { SyslogView } from './syslog-view.ts';
import type { TimeDecoder } from './time-decoder.ts';

const BLANK = 0x20;
/** Of `Mmm dd hh:mm:ss`. */
const PLAIN_LENGTH = 15;
const HOUR_US = 3_600_000_000;
/**
 * A time that lies less far back keeps its year until the hour of arrival ends: as a time of the next year it would lie more
 * than 31 days ahead, then too.
 */
const SURE_US = 300 * 24 * HOUR_US;

/**
 * Decodes `Mmm dd [yyyy] hh:mm:ss[.fraction][ yyyy]` at `at` (RFC 3164 section 4.1.2; the year behind the day is Cisco
 * ASA's, the one at the end LinkSys'; days of one digit with or without padding) into the time of a view; returns
 * the position behind it, or -1 when this is no such time. A date that does not exist is consumed too, problem `bad-time`.
 */
export class BsdTime {
  readonly #times: TimeDecoder;
  /** The last time of the plain form `Mmm dd hh:mm:ss`, what it meant, and the arrivals for which it means that. */
  readonly #last = new LastTime();
  readonly #meant = new SyslogView();
  #fromUs = Number.NaN;
  #untilUs = Number.NaN;

  constructor(times: TimeDecoder) {
    this.#times = times;
  }

  /**
   * Takes the time of the message before once more: returns whether its plain form and a blank stand at `at`. What follows
   * must not make it another form (a fraction, a year) or be the abbreviation of a zone; then `decode` has to look.
   */
  repeat(bytes: Uint8Array, at: number, end: number, view: SyslogView): boolean {
    const { arrivalUs } = this.#times;
    if (!(arrivalUs >= this.#fromUs && arrivalUs < this.#untilUs)) return false;
    const behind = at + PLAIN_LENGTH;
    if (behind + 1 >= end || bytes[behind] !== BLANK || !this.#last.is(bytes, at, end))
      return false;
    if (mayContinue(bytes, behind + 1, end)) return false;
    repeatTime(this.#meant, view);
    return true;
  }

  decode(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const behind = this.#decodeAnew(bytes, at, end, view);
    if (behind === at + PLAIN_LENGTH && view.hasTime) this.#remember(bytes, at, view);
    return behind;
  }

  #decodeAnew(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (at + 14 > end || bytes[at + 3] !== BLANK) return -1;
    const month = monthAt(bytes, at);
    if (month === 0) return -1;
    view.month = month;
    view.year = 0;
    const behind = readDayAndClock(bytes, at, end, view);
    if (behind === -1) return -1;
    if (view.year === 0) return this.#withoutYear(bytes, behind, end, view);
    this.#times.completeLocal(view, bytes);
    return behind;
  }

  #remember(bytes: Uint8Array, at: number, view: SyslogView): void {
    const { arrivalUs } = this.#times;
    if (view.fractionStart !== -1 || bytes[at + 9] !== 0x3a) return;
    if (!(arrivalUs - view.timestampUs < SURE_US)) return;
    this.#last.set(bytes, at);
    repeatTime(view, this.#meant);
    this.#fromUs = arrivalUs;
    this.#untilUs = (Math.floor(arrivalUs / HOUR_US) + 1) * HOUR_US;
  }

  /** Decodes NX-OS' `yyyy Mmm dd hh:mm:ss` at `at`, the same way. */
  decodeYearFirst(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const year = yearAt(bytes, at, end);
    if (year === 0 || at + 18 > end || bytes[at + 8] !== BLANK) return -1;
    view.month = monthAt(bytes, at + 5);
    if (view.month === 0) return -1;
    const clock = readDay(bytes, at + 9, end, view);
    const behind = clock === -1 ? -1 : readClock(bytes, clock, end, view);
    if (behind === -1) return -1;
    view.year = year;
    this.#times.completeLocal(view, bytes);
    return behind;
  }

  #withoutYear(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const year = at < end && bytes[at] === BLANK ? yearAt(bytes, at + 1, end) : 0;
    if (year === 0) {
      this.#times.completeWithoutYear(view, bytes);
      return at;
    }
    view.year = year;
    this.#times.completeLocal(view, bytes);
    return at + 5;
  }
}

/** Whether a year (but not the address `192.168.0.1`) or the abbreviation of a zone (not `Host`) may stand at `at`. */
function mayContinue(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at] as number;
  if (first === 0x31 || first === 0x32) return at + 4 >= end || bytes[at + 4] === BLANK;
  const second = at + 1 < end ? (bytes[at + 1] as number) : 0;
  return first >= 0x41 && first <= 0x5a && second <= 0x5a;
}

/** Copies what a time without a year and fraction puts into a view. */
function repeatTime(from: SyslogView, to: SyslogView): void {
  to.year = from.year;
  to.month = from.month;
  to.day = from.day;
  to.hour = from.hour;
  to.minute = from.minute;
  to.second = from.second;
  to.offsetIsZ = from.offsetIsZ;
  to.offsetMinutes = from.offsetMinutes;
  to.timestampUs = from.timestampUs;
  to.hasTime = true;
}

/** Takes what follows the month's name at `at`; returns the position behind, -1 when this is no time. */
function readDayAndClock(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at + PLAIN_LENGTH <= end && readPlain(bytes, at, view)) {
    const behind = at + PLAIN_LENGTH;
    return behind < end && bytes[behind] === 0x2e ? readFraction(bytes, behind, end, view) : behind;
  }
  const clock = readDay(bytes, at + 4, end, view);
  return clock === -1 ? -1 : readClock(bytes, clock, end, view);
}

/** Takes ` dd hh:mm:ss` or `  d hh:mm:ss` behind the month's name at `at`, in one function, as in iso-time.ts. */
function readPlain(bytes: Uint8Array, at: number, view: SyslogView): boolean {
  if (bytes[at + 6] !== BLANK || bytes[at + 9] !== 0x3a || bytes[at + 12] !== 0x3a) return false;
  const tens = bytes[at + 4] as number;
  if (tens > BLANK && tens < 0x30) return false;
  // A blank becomes a zero, without a branch.
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
  if ((below | above) < 0) return false;
  view.day = d1 * 10 + d2;
  view.hour = h1 * 10 + h2;
  view.minute = m1 * 10 + m2;
  view.second = s1 * 10 + s2;
  return true;
}

/** Takes the day and a year behind it, if there is one; returns where the clock begins, -1 when this is no day. */
function readDay(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = bytes[at] === BLANK ? skipBlanks(bytes, at, end) : at;
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
  if (bytes[cursor] !== BLANK) return -1;
  if (isDigit(bytes[cursor + 1] as number) && bytes[cursor + 3] === 0x3a) return cursor + 1;
  cursor = skipBlanks(bytes, cursor, end);
  const year = yearAt(bytes, cursor, end);
  if (year === 0) return cursor;
  view.year = year;
  return skipBlanks(bytes, cursor + 4, end);
}

/** Takes `h[h]:mm:ss[.fraction]` at `at`; returns the position behind, -1 when this is no clock. */
function readClock(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const colon = at + 2 < end && bytes[at + 2] === 0x3a ? at + 2 : at + 1;
  if (colon + 6 > end || bytes[colon] !== 0x3a || bytes[colon + 3] !== 0x3a) return -1;
  const first = bytes[at] as number;
  if (!isDigit(first)) return -1;
  const hour = colon === at + 2 ? twoDigits(bytes, at) : first - 0x30;
  const minute = twoDigits(bytes, colon + 1);
  const second = twoDigits(bytes, colon + 4);
  if ((hour | minute | second) < 0) return -1;
  view.hour = hour;
  view.minute = minute;
  view.second = second;
  const behind = colon + 6;
  return behind < end && bytes[behind] === 0x2e ? readFraction(bytes, behind, end, view) : behind;
}

/** The year of four digits at `at` (1970 to 2099) in front of a blank or the end; 0 when there is none. */
function yearAt(bytes: Uint8Array, at: number, end: number): number {
  // Few words have four bytes.
  if (at + 4 > end || (at + 4 < end && bytes[at + 4] !== BLANK)) return 0;
  const millennium = bytes[at] as number;
  if (millennium !== 0x31 && millennium !== 0x32) return 0;
  const ofCentury = twoDigits(bytes, at + 2);
  if (ofCentury === -1) return 0;
  const year = twoDigits(bytes, at) * 100 + ofCentury;
  return year >= 1970 && year <= 2099 ? year : 0;
}
