import { errorText } from './error-text.ts';
import { processLimit } from './process-limits.ts';

/** The system refused what the relay needs. `code` is the error's name, such as `EMFILE`. */
export class SystemRefusal extends Error {
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SystemRefusal';
    this.code = code;
  }

  /** `what`: the failed operation and its target. `fix`: by default that of the code. */
  static of(what: string, code: string, fix = fixFor(code)): SystemRefusal {
    return new SystemRefusal(`${what}: ${errorText(code)}; ${fix}`, code);
  }
}

/** V8 and Node name no error number for memory they did not get. */
const NO_MEMORY = /could not allocate memory|allocation failed|out of memory/i;
const CODES = /\b(EMFILE|ENFILE|ENOMEM|EAGAIN)\b/;

/**
 * What a failure to start something is: a SystemRefusal of `what` if it is for want of descriptors, memory or threads, otherwise
 * `error` itself.
 */
export function refusalOf(what: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SystemRefusal) return error;
  const named = 'code' in error ? `${String(error.code)} ${error.message}` : error.message;
  const code = CODES.exec(named)?.[1] ?? (NO_MEMORY.test(named) ? 'ENOMEM' : undefined);
  if (code === undefined) return error;
  return new SystemRefusal(`${what}: ${errorText(code)}; ${fixFor(code)}`, code, error);
}

function fixFor(code: string): string {
  switch (code) {
    case 'EMFILE':
      return `raise the limit of open files (ulimit -n, LimitNOFILE=)${valueOf(processLimit('openFiles'))}`;
    case 'ENFILE':
      return 'raise fs.file-max';
    case 'ENOMEM': {
      const limit = processLimit('addressSpace');
      if (limit === undefined || limit === Number.POSITIVE_INFINITY) return 'free memory';
      return `raise the limit of address space (ulimit -v, LimitAS=)${valueOf(limit)}`;
    }
    case 'EAGAIN':
      return `raise the limit of threads (ulimit -u, LimitNPROC=, TasksMax=)${valueOf(processLimit('processes'))}`;
    default:
      return 'see the manual page of the call';
  }
}

function valueOf(limit: number | undefined): string {
  return limit === undefined ? '' : `, now ${limit}`;
}
