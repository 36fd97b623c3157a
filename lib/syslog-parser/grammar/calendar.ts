/** Days before the first of each month of a year that is no leap year, and the days of each; index 1 is January. */
const DAYS_BEFORE: usize = memory.data<u16>([
  0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334,
]);
const MONTH_LENGTH: usize = memory.data<u8>([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
const DAYS_TO_1970: i32 = 719_162;

/**
 * Seconds from 1970-01-01 to a wall-clock time of the proleptic Gregorian calendar, years 0 to 9999; NaN when there is no such time (RFC
 * 3339 section 5.6; a second 60 there may be).
 */
export function wallSeconds(year: i32, month: i32, day: i32, secondOfDay: i32): f64 {
  if (<u32>(month - 1) > 11 || day < 1) return NaN;
  const isLeap = (year & 3) == 0 && (year % 100 != 0 || (year & 15) == 0);
  const length = <i32>load<u8>(MONTH_LENGTH + <usize>month) + <i32>(isLeap && month == 2);
  if (day > length) return NaN;
  const past = year - 1;
  const leapDays = (past >> 2) - past / 100 + past / 400 + <i32>(isLeap && month > 2);
  const before = <i32>load<u16>(DAYS_BEFORE + ((<usize>month) << 1));
  const days = past * 365 + leapDays + before + day - 1 - DAYS_TO_1970;
  return <f64>days * 86_400 + <f64>secondOfDay;
}
