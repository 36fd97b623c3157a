/** Days before the first of each month of a year that is no leap year; index 1 is January. */
const DAYS_BEFORE = new Uint16Array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]);
/** Days of each month of a year that is no leap year; index 1 is January. */
const MONTH_LENGTH = new Uint8Array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
const DAYS_TO_1970 = 719_162;

export function isLeapYear(year: number): boolean {
  return (year & 3) === 0 && (year % 100 !== 0 || (year & 15) === 0);
}

/** Whether the proleptic Gregorian calendar has this date; any integers will do. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= (MONTH_LENGTH[month] as number) + (month === 2 && isLeapYear(year) ? 1 : 0);
}

/**
 * The day of the year, 1 for the first of January, of a year with `leapDay` (0 or 1) leap days; 0 for a date that such a year
 * does not have. Any integers will do as month and day.
 */
export function dayOfYear(month: number, day: number, leapDay: number): number {
  if (month < 1 || month > 12 || day < 1) return 0;
  const isFebruary = month === 2;
  if (day > (MONTH_LENGTH[month] as number) + (isFebruary ? leapDay : 0)) return 0;
  return (DAYS_BEFORE[month] as number) + (month > 2 ? leapDay : 0) + day;
}

/** Days from 1970-01-01 to a date that exists, of the years 0 to 9999. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const past = year - 1;
  // Truncation by `| 0` keeps the divisions in integers (bench/syslog-parser.ts).
  const leapDays = (past >> 2) - ((past / 100) | 0) + ((past / 400) | 0);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return past * 365 + leapDays + (DAYS_BEFORE[month] as number) + leapDay + day - 1 - DAYS_TO_1970;
}

/** The year in which the day `days` after 1970-01-01 lies. */
export function yearOfDay(days: number): number {
  let year = 1970 + Math.floor(days / 365.2425);
  while (daysSinceEpoch(year, 1, 1) > days) year--;
  while (daysSinceEpoch(year + 1, 1, 1) <= days) year++;
  return year;
}

/** The month (1 to 12) of `year` in which the day `days` after 1970-01-01 lies. */
export function monthOfDay(days: number, year: number): number {
  let month = 12;
  while (month > 1 && daysSinceEpoch(year, month, 1) > days) month--;
  return month;
}
