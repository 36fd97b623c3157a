import { dayOfYear, daysSinceEpoch, isLeapYear, monthOfDay, yearOfDay } from './calendar.ts';
import { BAD_TIME } from './problem.ts';
import { LOCAL_TIME, NO_ZONE, type SyslogView, TIME_WITHOUT_YEAR } from './syslog-view.ts';
import type { ZoneOffsets } from './zone-offsets.ts';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;
const MONTH_AHEAD_US = 31 * 24 * HOUR_US;
/**
 * A time that lies less far back keeps its year until the hour of arrival ends: as a time of the next year it would lie more
 * than 31 days ahead, then too.
 */
const SURE_US = 300 * 24 * HOUR_US;
/** Microseconds of the last of this many digits of a fraction. */
const UNITS = new Int32Array([1_000_000, 100_000, 10_000, 1000, 100, 10, 1]);
/** Messages of one moment come together, from some clocks that differ. */
const SECONDS = 64;

/** Turns the parts of a time, which a grammar has put into a view, into a moment; supplies what senders leave out. */
export class TimeDecoder {
  readonly #zone: ZoneOffsets;
  /** The hour for which the two below are known, as microseconds since the epoch. */
  #hourStart = Number.NaN;
  #hourEnd = Number.NaN;
  #arrivalYear = 0;
  #arrivalMonth = 0;
  /** The year of the last time, the days from the epoch to before its first day, and whether it has a leap day. */
  #year = Number.NaN;
  #yearDays = 0;
  #leapDay = 0;
  /** The seconds without a year met last, the arrivals for which each means what it meant, and what that was. */
  readonly #seconds = new Int32Array(SECONDS).fill(-1);
  readonly #fromUs = new Float64Array(SECONDS);
  readonly #untilUs = new Float64Array(SECONDS);
  readonly #secondUs = new Float64Array(SECONDS);
  readonly #secondYears = new Int32Array(SECONDS);
  readonly #secondOffsets = new Int32Array(SECONDS);

  constructor(zone: ZoneOffsets) {
    this.#zone = zone;
  }

  /** Finds out the moment of the time in a view, if it has a time that exists; `arrivalUs` as in `#supplyYear`. */
  complete(view: SyslogView, bytes: Uint8Array, arrivalUs: number): void {
    if (view.timeKind === TIME_WITHOUT_YEAR) this.#completeWithoutYear(view, bytes, arrivalUs);
    else if (view.timeKind === LOCAL_TIME) this.#placeLocal(view, bytes);
    else this.#place(view, bytes, this.#wallClock(view));
    if (!view.hasTime) view.timestampStart = view.timestampEnd = -1;
    else if (view.zoneMinutes !== NO_ZONE) moveTo(view, view.zoneMinutes);
  }

  /** The same second without a year, arriving in the same hour, means what it meant before. */
  #completeWithoutYear(view: SyslogView, bytes: Uint8Array, arrivalUs: number): void {
    const second = secondOfYear(view);
    const slot = (view.minute * 7 + view.second) & (SECONDS - 1);
    if (
      second === this.#seconds[slot] &&
      arrivalUs >= (this.#fromUs[slot] as number) &&
      arrivalUs < (this.#untilUs[slot] as number)
    ) {
      view.year = this.#secondYears[slot] as number;
      view.offsetIsZ = false;
      view.offsetMinutes = this.#secondOffsets[slot] as number;
      view.timestampUs = (this.#secondUs[slot] as number) + fractionUs(bytes, view);
      view.hasTime = true;
      return;
    }
    this.#supplyYear(view, bytes, arrivalUs);
    if (view.hasTime && arrivalUs - view.timestampUs < SURE_US) {
      this.#seconds[slot] = second;
      this.#fromUs[slot] = arrivalUs;
      this.#untilUs[slot] = (Math.floor(arrivalUs / HOUR_US) + 1) * HOUR_US;
      this.#secondUs[slot] = view.timestampUs - fractionUs(bytes, view);
      this.#secondYears[slot] = view.year;
      this.#secondOffsets[slot] = view.offsetMinutes;
    }
  }

  /**
   * Completes a wall-clock time without a year by syslog-ng's rule: December received in January is last year's, January
   * received in December next year's, anything else this year's; but what would lie more than 31 days ahead (and so that
   * December) is a year older. `arrivalUs`: when the message arrived, microseconds since the epoch.
   */
  #supplyYear(view: SyslogView, bytes: Uint8Array, arrivalUs: number): void {
    this.#readArrival(arrivalUs);
    const isNextYears = view.month === 1 && this.#arrivalMonth === 12;
    const year = isNextYears ? this.#arrivalYear + 1 : this.#arrivalYear;
    view.year = year;
    this.#placeLocal(view, bytes);
    if (!view.hasTime || view.timestampUs <= arrivalUs + MONTH_AHEAD_US) return;
    view.hasTime = false;
    view.year = year - 1;
    this.#placeLocal(view, bytes);
  }

  /** A time that has a date but no offset is a wall-clock time of the configured zone. */
  #placeLocal(view: SyslogView, bytes: Uint8Array): void {
    const wall = this.#wallClock(view);
    view.offsetIsZ = false;
    view.offsetMinutes = this.#zone.atWallClock(wall, view.year);
    this.#place(view, bytes, wall);
  }

  /** `wall` is the time on the sender's clock as seconds, NaN for an impossible one. */
  #place(view: SyslogView, bytes: Uint8Array, wall: number): void {
    if (Number.isNaN(wall) || (view.second === 60 && !isLeapSecond(view))) {
      view.problems |= BAD_TIME;
      return;
    }
    const seconds = wall - view.offsetMinutes * 60;
    view.timestampUs = seconds * 1_000_000 + fractionUs(bytes, view);
    view.hasTime = true;
  }

  /** The month of arrival in the zone, worked out again only when the hour changes. */
  #readArrival(arrivalUs: number): void {
    if (arrivalUs >= this.#hourStart && arrivalUs < this.#hourEnd) return;
    const hour = Math.floor(arrivalUs / HOUR_US);
    this.#hourStart = hour * HOUR_US;
    this.#hourEnd = this.#hourStart + HOUR_US;
    const seconds = hour * 3600;
    const days = Math.floor((seconds + this.#zone.atUtc(seconds) * 60) / 86_400);
    this.#arrivalYear = yearOfDay(days);
    this.#arrivalMonth = monthOfDay(days, this.#arrivalYear);
  }

  /** The wall-clock time of the view in seconds since 1970; NaN when there is no such time (RFC 3339 section 5.6). */
  #wallClock(view: SyslogView): number {
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

/** Takes the offset of a completed time for another one. */
function moveTo(view: SyslogView, offsetMinutes: number): void {
  view.timestampUs += (view.offsetMinutes - offsetMinutes) * MINUTE_US;
  view.offsetMinutes = offsetMinutes;
  if (view.second === 60 && !isLeapSecond(view)) view.problems |= BAD_TIME;
}

/** The first six digits of the fraction as microseconds. */
function fractionUs(bytes: Uint8Array, { fractionStart, fractionEnd }: SyslogView): number {
  if (fractionStart === -1) return 0;
  const digits = Math.min(fractionEnd - fractionStart, 6);
  let value = 0;
  for (let at = fractionStart; at < fractionStart + digits; at++) {
    value = value * 10 + (bytes[at] as number) - 0x30;
  }
  return value * (UNITS[digits] as number);
}

/** RFC 3339 section 5.7: leap seconds end a day of UTC. */
function isLeapSecond(view: SyslogView): boolean {
  const utcMinute = view.hour * 60 + view.minute - view.offsetMinutes;
  return (utcMinute + 2880) % 1440 === 1439;
}

/** One number for each month, day and time of day that two digits each can name. */
function secondOfYear({ month, day, hour, minute, second }: SyslogView): number {
  return (((month * 100 + day) * 100 + hour) * 100 + minute) * 100 + second;
}
