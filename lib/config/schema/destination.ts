import { z } from 'zod';
import type {
  DestinationConfig,
  FileDestinationConfig,
  StdoutDestinationConfig,
} from '../config.ts';
import { Fault } from '../fault.ts';
import { isMapping } from '../mapping.ts';
import { MODE_PATTERN, parseMode } from '../mode.ts';
import { lineTemplate, pathTemplate } from './templates.ts';
import { duration, flag, oneOf, parsed, parsedWord, section, size, wholeNumber } from './words.ts';

const MODE = {
  form: 'write quoted octal digits, such as "0640"',
  title: 'octal digits in quotes',
  pattern: MODE_PATTERN,
};
const TYPES = 'write one of file, stdout';

const account = (kind: string): z.ZodType<string> =>
  parsedWord((text) => notEmpty(text, `a ${kind}`), {
    form: `write the name or number of a ${kind}`,
    title: `${kind}’s name or number`,
  });
const queue = size('64KiB', '64GiB')
  .prefault('64MiB')
  .describe('Bound of the queue; what does not fit is dropped and counted.');

export const fileSchema = section({
  type: z.literal('file').describe('Lines in files.'),
  path: pathTemplate().describe('Where to write, a template; each macro yields one safe segment.'),
  template: lineTemplate()
    .optional()
    .describe(
      'The line. When absent `$ISODATE $HOST $KMSG` for netconsole and `$ISODATE $HOST $MSGHDR$MSG` for the rest.',
    ),
  mode: parsed(parseMode, MODE).prefault('0640').describe('Permissions of new files.'),
  dirMode: parsed(parseMode, MODE).prefault('0750').describe('Permissions of new directories.'),
  owner: account('user').optional().describe('Owner of new files; left alone when absent.'),
  group: account('group').optional().describe('Group of new files; left alone when absent.'),
  flushInterval: duration('0ms', '1m')
    .prefault('250ms')
    .describe('Lines are written after this time at the latest; at low rates within 20 ms.'),
  maxOpen: wholeNumber(1, 1_000_000).prefault(16_384).describe('Files kept open at once.'),
  idleClose: duration('1s', '7d')
    .prefault('60s')
    .describe('A file without new lines for so long is closed.'),
  fsync: flag().prefault(false).describe('Whether to wait for the disk after each write.'),
  queue,
});

export const stdoutSchema = section({
  type: z.literal('stdout').describe('Lines on standard output.'),
  format: oneOf(['json', 'text']).prefault('json').describe('One JSON object a line, or text.'),
  template: lineTemplate()
    .optional()
    .describe('The line of `format: text`; the default is that of a file.'),
  queue,
}).refine(({ format, template }) => format === 'text' || template === undefined, {
  path: ['template'],
  error: 'the template has no meaning with format json',
  params: { mend: 'write format: text' },
});

export const destinationSchema = z.discriminatedUnion('type', [fileSchema, stdoutSchema], {
  error: ({ input }) => (isMapping(input) ? TYPES : 'write keys below it, such as type'),
});

export function toDestination(
  name: string,
  raw: z.output<typeof destinationSchema>,
): DestinationConfig {
  return raw.type === 'file' ? toFile(name, raw) : toStdout(name, raw);
}

function toFile(name: string, raw: z.output<typeof fileSchema>): FileDestinationConfig {
  return {
    type: 'file',
    name,
    path: raw.path,
    template: raw.template,
    mode: raw.mode,
    dirMode: raw.dirMode,
    owner: raw.owner,
    group: raw.group,
    flushIntervalMs: raw.flushInterval,
    maxOpen: raw.maxOpen,
    idleCloseMs: raw.idleClose,
    fsync: raw.fsync,
    queueBytes: raw.queue,
  };
}

function toStdout(name: string, raw: z.output<typeof stdoutSchema>): StdoutDestinationConfig {
  return {
    type: 'stdout',
    name,
    format: raw.format,
    template: raw.template,
    queueBytes: raw.queue,
  };
}

function notEmpty(text: string, form: string): string | Fault {
  return text === '' ? new Fault('the text is empty', `write ${form}`) : text;
}
