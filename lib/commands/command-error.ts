import { errorText } from '../system/error-text.ts';

/** Exit codes of every command. */
export const DONE = 0;
export const WRONG_USE = 100;
export const REFUSED = 111;

/** Why a command ends early, in words for the operator. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** Codes that a corrected command line avoids; every other refusal may pass by itself. */
const MISTAKES = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENOTFOUND']);

/** Fixes that apply wherever the error comes from. */
const FIXES: Readonly<Record<string, string>> = {
  EACCES: 'run the command as a user with that permission',
  EISDIR: 'name a file',
  ELOOP: 'name the file itself',
  EMFILE: 'raise the limit of open files',
  ENOENT: 'correct the name',
  ENOSPC: 'free space there',
  ENOTDIR: 'correct the name',
  ENETUNREACH: 'name an address that this machine has a route to',
  EHOSTUNREACH: 'name an address that this machine has a route to',
  EAI_AGAIN: 'try again, or name an address',
  EPERM: 'check the firewall of this machine',
};

/**
 * Wraps a refusal of the system: `Cannot send to 192.0.2.1:514: EACCES (permission denied)`, and the text of `hints` for that code.
 * Throws `error` again when it is no refusal of the system but a bug.
 */
export function refused(
  what: string,
  error: unknown,
  hints: Readonly<Record<string, string>> = {},
): CommandError {
  const code = systemCode(error);
  if (code === undefined) throw error;
  const hint = hints[code] ?? FIXES[code] ?? 'correct that and try again';
  const message = `${what}: ${errorText(code)}; ${hint}`;
  return new CommandError(message, MISTAKES.has(code) ? WRONG_USE : REFUSED, error);
}

/** The name of a system error, such as `EACCES`; undefined for every other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z_0-9]+$/.test(error.code) && 'syscall' in error
    ? error.code
    : undefined;
}

/** The streams for errors and notes of a command; `process` is one. */
export interface Surroundings {
  readonly stderr: { write(text: string): unknown };
}

/** Runs `body`; a CommandError becomes one line on stderr and its exit code. */
export async function runCommand(
  { stderr }: Surroundings,
  body: () => Promise<number>,
): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}
