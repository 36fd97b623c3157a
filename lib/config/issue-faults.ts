import type { z } from 'zod';
import { closeWord } from '../template/close-word.ts';
import { synonymOf } from './key-synonyms.ts';
import { pathText, type PathFault, type Path } from './path-fault.ts';

/** Words zod's findings about `data`; their messages say what to write, see `lib/config/schema/words.ts`. */
export function toPathFaults(issue: z.core.$ZodIssue, data: unknown, base: Path = []): PathFault[] {
  const path = [...base, ...issue.path];
  const fault = { path, atKey: false, offset: undefined, hint: issue.message };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(' ')));
  }
  if (issue.code === 'invalid_key') {
    const what = `\`${pathText(path.slice(0, -1))}\` has the key "${String(path.at(-1))}"`;
    return [{ ...fault, atKey: true, what, hint: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code === 'custom') {
    const { hint, offset } = issue.params ?? {};
    return [
      {
        ...fault,
        what: issue.message,
        hint: String(hint),
        offset: typeof offset === 'number' ? offset : undefined,
      },
    ];
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => !issues.some((each) => isOtherType(each)));
    if (branch !== undefined && branch.length > 0) {
      return branch.flatMap((each) => toPathFaults(each, data, path));
    }
  }
  return [{ ...fault, what: describe(path, valueAt(data, path), fault.hint) }];
}

/** Whether a branch of a union was not meant at all. */
function isOtherType(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((each) => each.some(isOtherType));
  return issue.code === 'invalid_type';
}

function unknownKey(path: Path, known: readonly string[]): PathFault {
  const key = String(path.at(-1));
  const meant = synonymOf(key, known) ?? closeWord(key, known);
  const hint =
    meant === undefined
      ? `the keys here are ${known.join(', ')}`
      : `the nearest known key is \`${meant}\``;
  const what = `unknown key \`${pathText(path)}\``;
  return { path, atKey: true, offset: undefined, what, hint };
}

/** Hints that ask for more than the digits. */
const WANTS_MORE = /\b(unit|quoted|per second)\b/;

function describe(path: Path, value: unknown, hint: string): string {
  const key = path.length === 0 ? pathText(path) : `\`${pathText(path)}\``;
  if (path.length === 0 && value === undefined) return `${key} is empty`;
  if (value === undefined) return `${key} is missing`;
  if (value === null || value === '') return `${key} is empty`;
  if (typeof value === 'string') return `${key} is "${value}"`;
  if (typeof value === 'number') {
    return `${key} is ${WANTS_MORE.test(hint) ? 'the bare number ' : ''}${value}`;
  }
  if (Array.isArray(value))
    return value.length === 0 ? `${key} is an empty list` : `${key} is a list`;
  return typeof value === 'boolean' ? `${key} is ${value}` : `${key} is a mapping`;
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
