import { z } from 'zod';
import { DURATION_FORM, DURATION_PATTERN, parseDuration } from '../duration.ts';
import { Fault } from '../fault.ts';
import { parseSize, SIZE_FORM, SIZE_PATTERN } from '../size.ts';

/*
 * The pieces that sections are made of. The message of every schema here is what to write in place of a wrong value;
 * `lib/config/issue-faults.ts` puts what was found before it.
 */

/**
 * A mapping with a closed set of keys. For an unknown key its message is the known ones, separated by spaces. `form`: the hint for
 * anything that is not a mapping.
 */
export function section<S extends z.ZodRawShape>(
  shape: S,
  form = `write a mapping with keys such as ${Object.keys(shape)[0]}`,
): z.ZodObject<S, z.core.$strict> {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys.join(' ') : form),
  });
}

/** Names of sources and destinations: they appear in logs and metrics, and keep their order in a mapping. */
export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_.-]{0,63}$';

// Checked with the cross checks: zod would not look at what comes after a wrong name.
const name = z.string().meta({ pattern: NAME_PATTERN });

/** A mapping of names to `value`. */
export function named<T extends z.ZodType>(value: T, kind: string): z.ZodRecord<typeof name, T> {
  return z.record(name, value, { error: `write the name of a ${kind} and its keys below` });
}

/** Description of a text value for messages, the reference and the JSON Schema. */
interface Form {
  /** The hint: what to write. */
  readonly form: string;
  /** Name of the kind of value. */
  readonly title: string;
  readonly pattern?: string;
}

/** Text that `parse` makes something of. */
export function parsed<T>(
  parse: (text: string) => T | Fault | Fault[],
  { form, ...meta }: Form,
): z.ZodType<T, string> {
  return z
    .string({ error: form })
    .meta(meta)
    .transform((value, context): T => accept(parse(value), context));
}

/** The same, where a bare number counts as its digits. */
export function parsedWord<T>(
  parse: (text: string) => T | Fault,
  { form, ...meta }: Form,
): z.ZodType<T, string | number> {
  return z
    .union([z.string(), z.int()], { error: form })
    .meta(meta)
    .transform((value, context): T => accept(parse(String(value)), context));
}

/** Passes a value on, or reports what is wrong in its place. */
function accept<T>(result: T | Fault | Fault[], context: z.RefinementCtx): T {
  const faults = toFaults(result);
  if (faults === undefined) return result as T;
  for (const { what, hint, offset } of faults) {
    context.addIssue({ code: 'custom', message: what, params: { hint, offset } });
  }
  return z.NEVER;
}

/** Undefined when `result` is a value. */
function toFaults(result: unknown): Fault[] | undefined {
  if (result instanceof Fault) return [result];
  return Array.isArray(result) && result.length > 0 && result.every((each) => each instanceof Fault)
    ? result
    : undefined;
}

/** Bytes; the limits are sizes themselves. */
export function size(least: string, most: string): z.ZodType<number, string> {
  const form = `${SIZE_FORM}, from ${least} to ${most}`;
  return parsed(between(parseSize, [least, most], form), {
    form,
    title: 'size',
    pattern: SIZE_PATTERN,
  });
}

/** The same, or `auto`, which is undefined. */
export function sizeOrAuto(least: string, most: string): z.ZodType<number | undefined, string> {
  const form = `write auto, or a size from ${least} to ${most}`;
  const parse = between(parseSize, [least, most], form);
  return parsed((text) => (text === 'auto' ? undefined : parse(text)), {
    form,
    title: '`auto`, or size',
    pattern: `^auto$|${SIZE_PATTERN}`,
  });
}

/** Milliseconds; the limits are durations themselves. */
export function duration(least: string, most: string): z.ZodType<number, string> {
  const form = `${DURATION_FORM}, from ${least} to ${most}`;
  const meta = { title: 'duration', pattern: DURATION_PATTERN };
  return parsed(between(parseDuration, [least, most], form), { form, ...meta });
}

/** The same from 0 on, which needs no unit. */
export function durationOrZero(most: string): z.ZodType<number, string | number> {
  const form = `${DURATION_FORM}, from 0 to ${most}`;
  const parse = between(parseDuration, ['0s', most], form);
  const text = z.string({ error: form }).meta({ pattern: DURATION_PATTERN });
  return z
    .union([text, z.literal(0, { error: form })])
    .meta({ title: 'duration' })
    .transform((value, context): number => accept(parse(value === 0 ? '0s' : value), context));
}

/** `form`: the hint for text that `parse` does not take. */
function between(
  parse: (text: string) => number | Fault,
  [least, most]: readonly [string, string],
  form: string,
): (text: string) => number | Fault {
  const [low, high] = [Number(parse(least)), Number(parse(most))];
  return (text) => {
    const value = parse(text);
    if (value instanceof Fault) return new Fault(value.what, form, value.offset);
    if (value >= low && value <= high) return value;
    return new Fault(`"${text}" is out of range`, `write ${least} to ${most}`);
  };
}

export function wholeNumber(least: number, most: number): z.ZodType<number, number> {
  const error = `write a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function flag(): z.ZodType<boolean, boolean> {
  return z.boolean({ error: 'write true or false' });
}

export function oneOf<const W extends readonly string[]>(
  words: W,
): z.ZodType<W[number], W[number]> {
  return z.enum(words, { error: `write one of ${words.join(', ')}` });
}

/** One value or a list of at least one; a list in any case when read. */
export function oneOrList<O, I>(
  item: z.ZodType<O, I>,
  form: string,
): z.ZodType<readonly O[], I | readonly I[]> {
  const list = z.array(item, { error: form }).min(1, { error: form });
  return z
    .union([item, list], { error: form })
    .transform((value): readonly O[] => (Array.isArray(value) ? value : [value]));
}
