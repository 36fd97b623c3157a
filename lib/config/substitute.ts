import { Fault } from './fault.ts';

/** What values of a configuration can refer to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns the text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
}

const REFERENCE = /\$?\$\{(env|file):([^}]*)(\}?)/g;

/**
 * Replaces `${env:NAME}` and `${file:PATH}` (without its final newline) once; what comes in is not looked at again.
 * `$${env:` and `$${file:` stand for themselves with one dollar less.
 */
export function substitute(
  text: string,
  surroundings: Surroundings,
): { readonly text: string; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const replaced = text.replaceAll(
    REFERENCE,
    (reference: string, kind: string, name: string, end: string, offset: number) => {
      if (reference.startsWith('$$')) return reference.slice(1);
      const value =
        end === ''
          ? new Fault(`${reference} has no end`, 'write } behind the name')
          : kind === 'env'
            ? readVariable(name, surroundings)
            : readText(name, surroundings);
      if (typeof value === 'string') return value;
      faults.push(new Fault(value.what, value.mend, offset));
      return '';
    },
  );
  return { text: replaced, faults };
}

/** Writes `text` so that `substitute` gives it back. */
export function protect(text: string): string {
  return text.replaceAll(/\$\{(?=env:|file:)/g, '$$$${');
}

function readVariable(name: string, { env }: Surroundings): string | Fault {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value ?? new Fault(`environment variable "${name}" is not set`, 'set it before the start');
}

function readText(path: string, { readFile }: Surroundings): string | Fault {
  try {
    return readFile(path).replace(/\r?\n$/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return new Fault(`cannot read file "${path}": ${code}`, 'create it, or name another');
  }
}
