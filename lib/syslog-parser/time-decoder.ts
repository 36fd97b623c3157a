import { dayOfYear, daysSinceEpoch, isLeapYear, monthOfDay, yearOfDay } from './calendar.ts';
import { BAD_TIME } from './problem.ts';
import type { SyslogView } from './syslog-view.ts';
import type { ZoneOffsets } from './zone-offsets.ts';

const HOUR_US = 3_600_000_000;
const MONTH_AHEAD_US = 31 * 24 * HOUR_US;

/** Turns the parts of a time, which a grammar has put into a view, into a moment; supplies what senders leave out. */
export class TimeDecoder {
  readonly #zone: ZoneOffsets;
  /** When the message arrived, microseconds since the epoch; set before each message. */
  arrivalUs = Number.NaN;
  /** The hour for which the two below are known, as microseconds since the epoch. */
  #hourStart = Number.NaN;
  #hourEnd = Number.NaN;
  #arrivalYear = 0;
  #arrivalMonth = 0;
  /** The year of the last time, the days from the epoch to before its first day, and whether it has a leap day. */
  #year = Number.NaN;
  #yearDays = 0;
  #leapDay = 0;

  constructor(zone: ZoneOffsets) {
    this.#zone = zone;
  }

  /** Completes a time that has a date and an offset. */
  complete(view: SyslogView, bytes: Uint8Array, wall = this.wallClock(view)): void {
    this.#place(view, bytes, wall);
  }

  /** Completes a time that has a date but no offset: it is a wall-clock time of the configured zone. */
  completeLocal(view: SyslogView, bytes: Uint8Array, wall = this.wallClock(view)): void {
    view.offsetIsZ = false;
    view.offsetMinutes = this.#zone.atWallClock(wall, view.year);
    this.#place(view, bytes, wall);
  }

  /**
   * Completes a wall-clock time without a year by syslog-ng's rule: December heard in January is last year's, January heard
   * in December next year's, anything else this year's; but what would lie more than 31 days ahead (and so that December) is
   * a year older.
   */
  completeWithoutYear(view: SyslogView, bytes: Uint8Array): void {
    this.#readArrival();
    const isNextYears = view.month === 1 && this.#arrivalMonth === 12;
    const year = isNextYears ? this.#arrivalYear + 1 : this.#arrivalYear;
    view.year = year;
    this.completeLocal(view, bytes);
    if (!view.hasTime || view.timestampUs <= this.arrivalUs + MONTH_AHEAD_US) return;
    view.hasTime = false;
    view.year = year - 1;
    this.completeLocal(view, bytes);
  }

  /** `wall` is the time on the sender's clock as seconds, NaN for an impossible one. */
  #place(view: SyslogView, bytes: Uint8Array, wall: number): void {
    if (Number.isNaN(wall) || (view.second === 60 && !isLeapSecond(view))) {
      view.problems |= BAD_TIME;
      return;
    }
    const seconds = wall - view.offsetMinutes * 60;
    view.timestampUs =
      seconds * 1_000_000 + fractionUs(bytes, view.fractionStart, view.fractionEnd);
    view.hasTime = true;
  }

  /** The month of arrival in the zone, worked out again only when the hour changes. */
  #readArrival(): void {
    if (this.arrivalUs >= this.#hourStart && this.arrivalUs < this.#hourEnd) return;
    const hour = Math.floor(this.arrivalUs / HOUR_US);
    this.#hourStart = hour * HOUR_US;
    this.#hourEnd = this.#hourStart + HOUR_US;
    const seconds = hour * 3600;
    const days = Math.floor((seconds + this.#zone.atUtc(seconds) * 60) / 86_400);
    this.#arrivalYear = yearOfDay(days);
    this.#arrivalMonth = monthOfDay(days, this.#arrivalYear);
  }

  /** The wall-clock time of the view in seconds since 1970; NaN when there is no such time (RFC 3339 section 5.6). */
  wallClock(view: SyslogView): number {
    const { year, month, day } = view;
    if (year !== this.#year) {
      this.#year = year;
      this.#yearDays = daysSinceEpoch(year, 1, 1) - 1;
      this.#leapDay = isLeapYear(year) ? 1 : 0;
    }
    const ofYear = dayOfYear(month, day, this.#leapDay);
    if (ofYear === 0 || view.hour > 23 || view.minute > 59 || view.second > 60) return Number.NaN;
    const days = this.#yearDays + ofYear;
    return days * 86_400 + (view.hour * 3600 + view.minute * 60 + view.second);
  }
}

/** RFC 3339 section 5.7: leap seconds end a day of UTC. */
function isLeapSecond(view: SyslogView): boolean {
  const utcMinute = view.hour * 60 + view.minute - view.offsetMinutes;
  return (utcMinute + 2880) % 1440 === 1439;
}

/** The first six digits of a fraction as microseconds. */
function fractionUs(bytes: Uint8Array, start: number, end: number): number {
  if (start === -1) return 0;
  if (end - start === 6) {
    return (
      ((bytes[start] as number) - 0x30) * 100_000 +
      ((bytes[start + 1] as number) - 0x30) * 10_000 +
      ((bytes[start + 2] as number) - 0x30) * 1000 +
      ((bytes[start + 3] as number) - 0x30) * 100 +
      ((bytes[start + 4] as number) - 0x30) * 10 +
      ((bytes[start + 5] as number) - 0x30)
    );
  }
  if (end - start === 3) {
    return (
      ((bytes[start] as number) - 0x30) * 100_000 +
      ((bytes[start + 1] as number) - 0x30) * 10_000 +
      ((bytes[start + 2] as number) - 0x30) * 1000
    );
  }
  let value = 0;
  for (let at = start; at < start + 6; at++) {
    value = value * 10 + (at < end ? (bytes[at] as number) - 0x30 : 0);
  }
  return value;
}
