import { errorText } from '../system/error-text.ts';
import { DONE, REFUSED, systemCode } from './command-error.ts';

/**
 * Ends a command quietly when nobody reads its standard output any more, and with a word when that takes nothing for another
 * reason. Without it both would be uncaught exceptions, which are bugs.
 */
export function guardStdout(): void {
  process.stdout.on('error', (error) => {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code === 'EPIPE') process.exit(DONE);
    process.stderr.write(
      `Cannot write to standard output: ${errorText(code)}; name an output that takes it\n`,
    );
    process.exit(REFUSED);
  });
}

/** Keeps the process running if its standard error is closed: there is nowhere left to report that. */
export function guardStderr(): void {
  process.stderr.on('error', () => undefined);
}
