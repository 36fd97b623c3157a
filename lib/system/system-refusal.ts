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
/** A module that cannot be loaded any more: Node names no error number for that either, also if it had no descriptor left to look for it. */
const CODES = /\b(EMFILE|ENFILE|ENOMEM|EAGAIN|ERR_MODULE_NOT_FOUND)\b/;

/**
 * Classifies a failure to start something: a SystemRefusal of `what` if descriptors, memory or threads are lacking, otherwise
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
    case 'ERR_MODULE_NOT_FOUND':
      return `raise the limit of open files (ulimit -n, LimitNOFILE=)${valueOf(processLimit('openFiles'))}, or restart the relay if its program was replaced`;
    case 'ENFILE':
      return 'raise fs.file-max';
    case 'ENOMEM':
      return addressSpaceFix() ?? 'free memory';
    case 'EAGAIN': {
      const threads = `raise the limit of threads (ulimit -u, LimitNPROC=, TasksMax=)${valueOf(processLimit('processes'))}`;
      // A thread without room for its stack is refused with the same code.
      return [threads, addressSpaceFix()].filter((fix) => fix !== undefined).join(', or ');
    }
    default:
      return 'see the manual page of the call';
  }
}

/** Undefined if it is not limited. */
function addressSpaceFix(): string | undefined {
  const limit = processLimit('addressSpace');
  if (limit === undefined || limit === Number.POSITIVE_INFINITY) return undefined;
  return `raise the limit of address space (ulimit -v, LimitAS=)${valueOf(limit)}`;
}

function valueOf(limit: number | undefined): string {
  return limit === undefined ? '' : `, now ${limit}`;
}
