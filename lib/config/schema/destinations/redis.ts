import { z } from 'zod';
import { REDIS_FIELDS, type RedisDestinationConfig } from '../../destination-config.ts';
import { printDuration } from '../../duration.ts';
import { printSize } from '../../size.ts';
import {
  checkRedisServer,
  printRedisServer,
  REDIS_SERVER_KEYS,
  toRedisServer,
} from '../redis-server.ts';
import { lineTemplate, streamTemplate } from '../templates.ts';
import { duration, oneOf, section, wholeNumber } from '../words.ts';
import { queue, spool, type DestinationSchema } from './destination-schema.ts';

const fieldName = z.string().min(1);
const words = z
  .array(oneOf(REDIS_FIELDS))
  .min(1, { error: 'name at least one field' })
  .meta({ title: 'list of fields' });
const templates = z.record(fieldName, lineTemplate()).meta({ title: 'names with templates' });

const schema = section({
  type: z.literal('redis').describe('Entries of Redis streams, each event once.'),
  ...REDIS_SERVER_KEYS,
  stream: streamTemplate().describe('The stream, a template; values are escaped in it.'),
  fields: z
    .union([words, templates], { error: `write a list of ${REDIS_FIELDS.join(', ')}` })
    .prefault(['event'])
    .describe(`The fields of an entry: of ${REDIS_FIELDS.join(', ')}, or names with templates.`),
  maxLength: wholeNumber(1, 1_000_000_000_000)
    .optional()
    .describe('Entries kept in a stream, approximately.'),
  maxAge: duration('1s', '3650d')
    .optional()
    .describe('Older entries are removed, approximately, by the server’s clock.'),
  maxStreams: wholeNumber(1, 1_000_000)
    .prefault(65_536)
    .describe('Streams written to; further ones go to the one with `_overflow` for every macro.'),
  waitReplicas: section({
    count: wholeNumber(1, 100).prefault(1).describe('Replicas that must have the events.'),
    timeout: duration('1ms', '1m').prefault('1s').describe('How long to wait before retrying.'),
  })
    .optional()
    .describe('Events count as delivered when this many replicas have them.'),
  spool: spool(),
  queue: queue(),
}).superRefine(checkRedisServer);

export const redisSchema: DestinationSchema<RedisDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, raw) => ({
    type: 'redis',
    name,
    server: toRedisServer(raw),
    stream: raw.stream,
    fields: raw.fields,
    maxLength: raw.maxLength,
    maxAgeMs: raw.maxAge,
    maxStreams: raw.maxStreams,
    waitReplicas: raw.waitReplicas && {
      count: raw.waitReplicas.count,
      timeoutMs: raw.waitReplicas.timeout,
    },
    spool: raw.spool,
    queueBytes: raw.queue,
  }),

  toYaml: ({ server, waitReplicas, ...config }) => ({
    type: config.type,
    ...printRedisServer(server),
    stream: config.stream,
    fields: config.fields,
    maxLength: config.maxLength,
    maxAge: config.maxAgeMs === undefined ? undefined : printDuration(config.maxAgeMs),
    maxStreams: config.maxStreams,
    waitReplicas: waitReplicas && {
      count: waitReplicas.count,
      timeout: printDuration(waitReplicas.timeoutMs),
    },
    spool: config.spool,
    queue: printSize(config.queueBytes),
  }),
};
