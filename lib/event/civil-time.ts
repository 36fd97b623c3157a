/**
 * A moment in the proleptic Gregorian calendar. One object is set again and again; nothing is allocated.
 * The fields mean nothing before the first `set`.
 */
export class CivilTime {
  year = 0;
  /** 1 to 12. */
  month = 0;
  day = 0;
  /** 0 (Sunday) to 6. */
  weekday = 0;
  /** 0 for the first of January. */
  yearDay = 0;
  hour = 0;
  minute = 0;
  second = 0;

  /** Sets all fields from whole seconds since 1970-01-01T00:00:00, in the zone that is to be shown. */
  set(seconds: number): void {
    const days = Math.floor(seconds / 86_400);
    const ofDay = seconds - days * 86_400;
    this.hour = Math.floor(ofDay / 3600);
    this.minute = Math.floor(ofDay / 60) % 60;
    this.second = ofDay % 60;
    this.weekday = (((days + 4) % 7) + 7) % 7;
    this.#setDate(days);
  }

  /** Counts in eras of 400 years whose years begin in March, so that the leap day comes last. */
  #setDate(days: number): void {
    const sinceEra = days + 719_468;
    const era = Math.floor(sinceEra / 146_097);
    const dayOfEra = sinceEra - era * 146_097;
    const yearOfEra = Math.floor(
      (dayOfEra -
        Math.floor(dayOfEra / 1460) +
        Math.floor(dayOfEra / 36_524) -
        Math.floor(dayOfEra / 146_096)) /
        365,
    );
    const dayOfYear =
      dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
    this.day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
    this.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    this.year = yearOfEra + era * 400 + (this.month <= 2 ? 1 : 0);
    this.yearDay = this.#daysBeforeMonth() + this.day - 1;
  }

  #daysBeforeMonth(): number {
    const leapDay = this.month > 2 && isLeapYear(this.year) ? 1 : 0;
    return (DAYS_BEFORE[this.month - 1] as number) + leapDay;
  }
}

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
