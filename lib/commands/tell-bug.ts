import { writeSync } from 'node:fs';

const BUG = 101;

/** Ends the process because of an error that nobody foresaw. */
export function tellBug(error: unknown): never {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeSync(2, `a bug, please report it: ${told}\n`);
  process.exit(BUG);
}
