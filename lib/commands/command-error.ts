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

/** Codes of what a corrected command line mends; every other refusal may pass by itself. */
const MISTAKES = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENOTFOUND']);

/**
 * Wraps what the system refused: `Cannot send to 192.0.2.1:514: EACCES`, with the text of `mends` for that code behind it.
 * Throws `error` again when it is no refusal of the system but a bug.
 */
export function refused(
  what: string,
  error: unknown,
  mends: Readonly<Record<string, string>> = {},
): CommandError {
  const code = systemCode(error);
  if (code === undefined) throw error;
  const mend = mends[code];
  const message = mend === undefined ? `${what}: ${code}` : `${what}: ${code}; ${mend}`;
  return new CommandError(message, MISTAKES.has(code) ? WRONG_USE : REFUSED, error);
}

/** The name of a system error, such as `EACCES`; undefined for every other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z_0-9]+$/.test(error.code) && 'syscall' in error
    ? error.code
    : undefined;
}

/** Where a command writes its errors and notes; `process` is one. */
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
