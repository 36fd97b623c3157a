import { z } from 'zod';
import type { StdoutDestinationConfig } from '../../destination-config.ts';
import { printSize } from '../../size.ts';
import { lineTemplate } from '../templates.ts';
import { oneOf, section } from '../words.ts';
import { queue, type DestinationSchema } from './destination-schema.ts';

const schema = section({
  type: z.literal('stdout').describe('Lines on standard output.'),
  format: oneOf(['json', 'text']).prefault('json').describe('One JSON object per line, or text.'),
  template: lineTemplate()
    .optional()
    .describe('The line of `format: text`; the default is that of a file.'),
  queue: queue(),
}).refine(({ format, template }) => format === 'text' || template === undefined, {
  path: ['template'],
  error: 'the template has no meaning with format json',
  params: { hint: 'write format: text' },
});

export const stdoutSchema: DestinationSchema<StdoutDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, { format, template, queue: queueBytes }) => ({
    type: 'stdout',
    name,
    format,
    template,
    queueBytes,
  }),

  toYaml: ({ type, format, template, queueBytes }) => ({
    type,
    format,
    template,
    queue: printSize(queueBytes),
  }),
};
