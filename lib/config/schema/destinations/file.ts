import { z } from 'zod';
import { DEFAULT_MAX_OPEN, type FileDestinationConfig } from '../../destination-config.ts';
import { printDuration } from '../../duration.ts';
import { Fault } from '../../fault.ts';
import { MODE_PATTERN, parseMode, printMode } from '../../mode.ts';
import { printSize } from '../../size.ts';
import { lineTemplate, pathTemplate } from '../templates.ts';
import { duration, flag, parsed, parsedWord, section, wholeNumber } from '../words.ts';
import { queue, type DestinationSchema } from './destination-schema.ts';

const MODE = {
  form: 'write quoted octal digits, such as "0640"',
  title: 'octal digits in quotes',
  pattern: MODE_PATTERN,
};

/** A user or group by name or number. */
export const account = (kind: string): z.ZodType<string> =>
  parsedWord((text) => notEmpty(text, `a ${kind}`), {
    form: `write the name or number of a ${kind}`,
    title: `${kind}’s name or number`,
  });

const schema = section({
  type: z.literal('file').describe('Lines in files.'),
  path: pathTemplate().describe('The path, a template; each macro yields one safe segment.'),
  template: lineTemplate()
    .optional()
    .describe(
      'The line. When absent `$ISODATE $HOST $KMSG` for netconsole and `$ISODATE $HOST $MSGHDR$MSG` for the rest.',
    ),
  mode: parsed(parseMode, MODE).prefault('0640').describe('Permissions of new files.'),
  dirMode: parsed(parseMode, MODE).prefault('0750').describe('Permissions of new directories.'),
  owner: account('user').optional().describe('Owner of new files; unchanged if absent.'),
  group: account('group').optional().describe('Group of new files; unchanged if absent.'),
  flushInterval: duration('0ms', '1m')
    .prefault('250ms')
    .describe('Lines are written after this time at the latest; at low rates within 20 ms.'),
  maxHosts: wholeNumber(1, 10_000_000)
    .prefault(100_000)
    .describe(
      'Paths written to within 24 hours; lines of further ones go to the path with `_overflow` for each macro and are counted as too-many-hosts.',
    ),
  maxOpen: wholeNumber(1, 1_000_000)
    .prefault(DEFAULT_MAX_OPEN)
    .describe('Files kept open at once.'),
  idleClose: duration('1s', '7d')
    .prefault('60s')
    .describe('A file without new lines for this long is closed.'),
  fsync: flag().prefault(false).describe('Whether to wait for the disk after each write.'),
  queue: queue(),
});

export const fileSchema: DestinationSchema<FileDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, raw) => ({
    type: 'file',
    name,
    path: raw.path,
    template: raw.template,
    mode: raw.mode,
    dirMode: raw.dirMode,
    owner: raw.owner,
    group: raw.group,
    flushIntervalMs: raw.flushInterval,
    maxHosts: raw.maxHosts,
    maxOpen: raw.maxOpen,
    idleCloseMs: raw.idleClose,
    fsync: raw.fsync,
    queueBytes: raw.queue,
  }),

  toYaml: (config) => ({
    type: config.type,
    path: config.path,
    template: config.template,
    mode: printMode(config.mode),
    dirMode: printMode(config.dirMode),
    owner: config.owner,
    group: config.group,
    flushInterval: printDuration(config.flushIntervalMs),
    maxHosts: config.maxHosts,
    maxOpen: config.maxOpen,
    idleClose: printDuration(config.idleCloseMs),
    fsync: config.fsync,
    queue: printSize(config.queueBytes),
  }),
};

function notEmpty(text: string, form: string): string | Fault {
  return text === '' ? new Fault('the text is empty', `write ${form}`) : text;
}
