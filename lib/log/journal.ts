import { fstatSync } from 'node:fs';
import type { LogLine } from './log.ts';

const STDERR = 2;

/** The prefixes by which journald knows a line's priority, sd-daemon(3). */
export const JOURNAL_PREFIXES: Readonly<Record<LogLine['level'], string>> = {
  error: '<3>',
  warn: '<4>',
  notice: '<5>',
  info: '<6>',
  debug: '<7>',
};

/** Whether standard error goes to journald: JOURNAL_STREAM, systemd.exec(5), names its device and inode. */
export function writesToJournal(
  stream = process.env['JOURNAL_STREAM'],
  descriptor = STDERR,
): boolean {
  if (stream === undefined || stream === '') return false;
  try {
    const { dev, ino } = fstatSync(descriptor);
    return stream === `${dev}:${ino}`;
  } catch {
    // Standard error is closed.
    return false;
  }
}
