import type { CrashType } from '../event/crash.ts';

const CRITICAL = 2;
const ERROR = 3;

/** Syslog severities of crash events. */
export const CRASH_SEVERITY: Readonly<Record<CrashType, number>> = {
  panic: 1,
  fault: CRITICAL,
  null: CRITICAL,
  memory: CRITICAL,
  bug: CRITICAL,
  corruption: CRITICAL,
  race: CRITICAL,
  hang: ERROR,
  atomic: ERROR,
  lockdep: ERROR,
  undefined: ERROR,
  leak: ERROR,
  unknown: ERROR,
  warning: 4,
};
