import { errorTextOf } from '../system/error-text.ts';
import { Fault } from './fault.ts';
import type { Surroundings } from './surroundings.ts';

const REFERENCE = /\$?\$\{(env|file):([^}]*)(\}?)/g;

/**
 * Replaces `${env:NAME}` and `${file:PATH}` (without its final newline) once; inserted text is not substituted again.
 * `$${env:` and `$${file:` stand for themselves with one dollar sign fewer.
 */
export function substitute(
  text: string,
  surroundings: Surroundings,
): { readonly text: string; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  let replaced = '';
  let at = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const value = match[0].startsWith('$$') ? match[0].slice(1) : resolve(match, surroundings);
    if (value instanceof Fault) faults.push(value);
    replaced += text.slice(at, match.index) + (value instanceof Fault ? '' : value);
    at = match.index + match[0].length;
  }
  replaced += text.slice(at);
  return { text: replaced, faults };
}

/** Writes `text` so that `substitute` gives it back. */
export function protect(text: string): string {
  return text.replaceAll(/\$\{(?=env:|file:)/g, '$$$${');
}

function resolve(match: RegExpExecArray, surroundings: Surroundings): string | Fault {
  const [reference, kind, name = '', end] = match;
  if (end === '') return new Fault(`${reference} has no end`, 'close it with }', match.index);
  if (kind === 'env') return readVariable(name, surroundings, match.index);
  return readText(name, surroundings, match.index);
}

function readVariable(name: string, { env }: Surroundings, offset: number): string | Fault {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined) return value;
  return new Fault(`environment variable "${name}" is not set`, 'set it before the start', offset);
}

function readText(path: string, { readFile }: Surroundings, offset: number): string | Fault {
  try {
    return readFile(path).replace(/\r?\n$/, '');
  } catch (error) {
    const what = `cannot read file "${path}": ${errorTextOf(error)}`;
    return new Fault(what, 'create it or name another', offset);
  }
}
