import { writeSync } from 'node:fs';
import { endProcess } from '../system/end-process.ts';
import { refusalOf, SystemRefusal } from '../system/system-refusal.ts';
import { REFUSED } from './command-error.ts';

const INTERNAL_ERROR = 101;

/** Ends the process because of an error that nothing handles: with 111 if the system refused something, otherwise it is an internal error. */
export function reportBug(error: unknown): never {
  const refusal = refusalIn(error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    writeSync(
      2,
      refusal === undefined ? `internal error, please report it: ${text}\n` : `${refusal}\n`,
    );
  } finally {
    // Also when nobody reads standard error: the exit code reports it, too.
    endProcess(refusal === undefined ? INTERNAL_ERROR : REFUSED);
  }
}

function refusalIn(error: unknown): string | undefined {
  const found = refusalOf('Cannot run', error);
  if (found instanceof SystemRefusal) return found.message;
  return error instanceof Error && error.cause !== undefined ? refusalIn(error.cause) : undefined;
}
