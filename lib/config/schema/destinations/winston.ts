import { z } from 'zod';
import type { WinstonDestinationConfig } from '../../destination-config.ts';
import { parseRate, printRate, RATE_FORM, RATE_PATTERN } from '../../rate.ts';
import { printSize } from '../../size.ts';
import { printTransport, TRANSPORT_KEYS } from '../transport.ts';
import { parsed, section } from '../words.ts';
import { queue, type DestinationSchema } from './destination-schema.ts';

const schema = section({
  type: z
    .literal('winston')
    .describe('A winston transport, for a few events such as crashes: mail, chat, a webhook.'),
  ...TRANSPORT_KEYS,
  rateLimit: parsed(parseRate, { form: RATE_FORM, title: 'rate', pattern: RATE_PATTERN })
    .prefault('10/s')
    .describe('Events handed over per second at most; others wait in the queue.'),
  queue: queue(),
});

export const winstonSchema: DestinationSchema<WinstonDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, { module, options, rateLimit, queue: queueBytes }) => ({
    type: 'winston',
    name,
    transport: { module, options, folder: '' },
    perSecond: rateLimit,
    queueBytes,
  }),

  toYaml: ({ type, transport, perSecond, queueBytes }) => ({
    type,
    ...printTransport(transport),
    rateLimit: printRate(perSecond),
    queue: printSize(queueBytes),
  }),
};
