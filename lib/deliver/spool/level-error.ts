/** Errors that are no damage: they may pass by themselves, or an operator ends them. */
const NO_DAMAGE =
  /No space left|Disk quota exceeded|Input\/output error|Too many open files|Permission denied|Read-only file system|Cannot allocate memory/;

export interface LevelProblem {
  /** Such as `LEVEL_LOCKED`; empty for an error of another origin. */
  readonly code: string;
  readonly message: string;
}

/** What the library says. Its own error is the cause of the one that it rejects with. */
export function levelProblem(error: unknown): LevelProblem {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const inner = error.cause instanceof Error ? error.cause : error;
  return { code: 'code' in inner ? String(inner.code) : '', message: inner.message };
}

/** Whether the stored data are wrong, and not the system that does not serve them at present. */
export function isDamage(error: unknown): boolean {
  const { code, message } = levelProblem(error);
  return /^LEVEL_(CORRUPTION|IO_ERROR)$/.test(code) && !NO_DAMAGE.test(message);
}

/** Whether the store cannot be opened for a reason that is no damage. */
export function isRefusedBySystem(error: unknown): boolean {
  return NO_DAMAGE.test(levelProblem(error).message);
}

/** Whether the store was closed meanwhile. */
export function isNotOpen(error: unknown): boolean {
  const codes = ['LEVEL_DATABASE_NOT_OPEN', 'LEVEL_ITERATOR_NOT_OPEN', 'LEVEL_ABORTED'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
