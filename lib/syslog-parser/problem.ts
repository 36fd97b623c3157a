/** What can be odd about a syslog message; bit n of `SyslogView.problems` is word n. */
export const SYSLOG_PROBLEMS = [
  'no-pri',
  'bad-pri',
  'no-time',
  'bad-time',
  'bad-header',
  'bad-structured-data',
  'oversized-field',
  'truncated',
  'invalid-utf8',
] as const;

export type SyslogProblem = (typeof SYSLOG_PROBLEMS)[number];

export const NO_PRI = 1 << 0;
export const BAD_PRI = 1 << 1;
export const NO_TIME = 1 << 2;
export const BAD_TIME = 1 << 3;
export const BAD_HEADER = 1 << 4;
export const BAD_STRUCTURED_DATA = 1 << 5;
export const OVERSIZED_FIELD = 1 << 6;
export const INVALID_UTF8 = 1 << 8;
