import { writeSync } from 'node:fs';
import { endProcess } from '../system/end-process.ts';

const BUG = 101;

/** Ends the process because of an error that nobody foresaw. */
export function tellBug(error: unknown): never {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    writeSync(2, `a bug, please report it: ${told}\n`);
  } finally {
    // Also when nobody reads standard error: the exit code reports it, too.
    endProcess(BUG);
  }
}
