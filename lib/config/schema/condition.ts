import { z } from 'zod';
import { CRASH_TYPES, type CrashType } from '../../event/crash.ts';
import { SIGNALS, type Signal } from '../../event/event-view.ts';
import { textPatternFault } from '../../route/text-pattern.ts';
import type { Condition } from '../../route/route-config.ts';
import { parseFacility, parseFormats, parseSeverities, unknownWord } from '../event-words.ts';
import { Fault } from '../fault.ts';
import { cidrs, globs } from './patterns.ts';
import { oneOf, oneOrList, parsed, parsedWord, section } from './words.ts';

const FORMAT_FORM = 'write a format such as netconsole, or a list of them';
const FACILITY_FORM = 'write a facility such as kern, or a list of them';
const SEVERITY_FORM = 'write "warning or worse", "info or less", or a list of severities';
const SIGNAL_FORM = 'write a signal such as crash, or a list of them';
const TYPE_FORM = 'write a type of crash such as panic, or a list of them';
const LISTENER_FORM = 'write the name of a source, or a list of them';

const messageSchema = section({
  contains: parsed(toNeedle, { form: 'write the text to find', title: 'text' })
    .optional()
    .describe('Text that the message contains.'),
  matches: parsed(toExpression, { form: 'write a regular expression', title: 'regular expression' })
    .optional()
    .describe(
      'A regular expression (RE2 syntax, linear time) that matches within the first 4 KiB.',
    ),
}).transform(({ contains, matches }, context): NonNullable<Condition['message']> => {
  if (contains !== undefined && matches === undefined) return { contains };
  if (matches !== undefined && contains === undefined) return { matches };
  const hint = 'write either contains or matches; use `all` to combine conditions';
  context.addIssue({ code: 'custom', message: 'needs exactly one key', params: { hint } });
  return z.NEVER;
});

const crashSchema = section({
  type: oneOrList(parsed(toCrashType, { form: TYPE_FORM, title: 'type' }), TYPE_FORM)
    .exactOptional()
    .describe(`Types: ${CRASH_TYPES.map((type) => `\`${type}\``).join(', ')}.`),
  title: globs().exactOptional().describe('Globs on the title.'),
  repeat: oneOf(['first'])
    .exactOptional()
    .describe('`first`: titles that the relay has not seen since it started.'),
});

/** `when` of a route. */
export const conditionSchema: z.ZodType<Condition> = section({
  format: oneOrList(parsed(parseFormats, { form: FORMAT_FORM, title: 'format' }), FORMAT_FORM)
    .transform((lists) => unique(lists.flat()))
    .exactOptional()
    .describe(
      '`netconsole` (both netconsole formats and their signals), `syslog` (both RFCs), or single formats.',
    ),
  host: globs().exactOptional().describe('Globs on `$HOST`.'),
  source: cidrs().exactOptional().describe('CIDR blocks of the sender’s address.'),
  listener: oneOrList(parsed(toName, { form: LISTENER_FORM, title: 'name' }), LISTENER_FORM)
    .exactOptional()
    .describe('Names of sources.'),
  facility: oneOrList(
    parsedWord(parseFacility, { form: FACILITY_FORM, title: 'facility' }),
    FACILITY_FORM,
  )
    .transform((words) => unique(words))
    .exactOptional()
    .describe('Facilities by name (also syslog-ng’s other names) or number.'),
  severity: oneOrList(
    parsedWord(parseSeverities, { form: SEVERITY_FORM, title: 'severity' }),
    SEVERITY_FORM,
  )
    .transform((lists) => unique(lists.flat()))
    .exactOptional()
    .describe('`"warning or worse"`, `"info or less"`, or severities by name or number.'),
  appName: globs().exactOptional().describe('Globs on the program’s name.'),
  message: messageSchema.exactOptional().describe('Text in the message: one of these two.'),
  signal: oneOrList(parsed(toSignal, { form: SIGNAL_FORM, title: 'signal' }), SIGNAL_FORM)
    .exactOptional()
    .describe('Signals, such as `crash`, `trouble` or `reboot`.'),
  crash: crashSchema.exactOptional().describe('Crash events only: all of these must hold.'),
  get all(): z.ZodExactOptional<z.ZodType<readonly Condition[]>> {
    return conditions().exactOptional().describe('Conditions that all hold.');
  },
  get any(): z.ZodExactOptional<z.ZodType<readonly Condition[]>> {
    return conditions().exactOptional().describe('Conditions of which one holds.');
  },
  get not(): z.ZodExactOptional<z.ZodType<Condition>> {
    return conditionSchema.exactOptional().describe('A condition that does not hold.');
  },
}).meta({ id: 'condition' });

function conditions(): z.ZodType<readonly Condition[]> {
  const error = 'write a list of conditions';
  return z.array(conditionSchema, { error }).min(1, { error });
}

function toNeedle(text: string): string | Fault {
  return text === '' ? new Fault('the text is empty', 'write the text to find') : text;
}

function toExpression(text: string): string | Fault {
  const fault = textPatternFault(text);
  return fault === undefined ? text : new Fault(fault, 'correct it (RE2 syntax)');
}

function toSignal(text: string): Signal | Fault {
  return SIGNALS.find((each) => each === text) ?? unknownWord('signal', text, SIGNALS);
}

function toCrashType(text: string): CrashType | Fault {
  return CRASH_TYPES.find((each) => each === text) ?? unknownWord('type', text, CRASH_TYPES);
}

function toName(text: string): string {
  return text;
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
