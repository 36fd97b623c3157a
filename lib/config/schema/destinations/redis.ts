import { z } from 'zod';
import { REDIS_FIELDS, type RedisDestinationConfig } from '../../destination-config.ts';
import { printDuration } from '../../duration.ts';
import { parseRedisUrl, printRedisUrl, REDIS_URL_FORM } from '../../redis-server-config.ts';
import type { RedisServerConfig } from '../../redis-server-config.ts';
import { printSize } from '../../size.ts';
import { clientTlsSchema, toClientTls } from '../client-tls.ts';
import { lineTemplate, streamTemplate } from '../templates.ts';
import { duration, flag, oneOf, parsed, parsedWord, section, wholeNumber } from '../words.ts';
import { queue, spool, type DestinationSchema } from './destination-schema.ts';

const fieldName = z.string().min(1);
const words = z
  .array(oneOf(REDIS_FIELDS))
  .min(1, { error: 'name at least one field' })
  .meta({ title: 'list of fields' });
const templates = z.record(fieldName, lineTemplate()).meta({ title: 'names with templates' });

const secret = (): z.ZodType<string> =>
  parsedWord((text) => text, { form: 'write text', title: 'text' });

const schema = section({
  type: z.literal('redis').describe('Entries of Redis streams, each event once.'),
  url: parsed(parseRedisUrl, { form: REDIS_URL_FORM, title: 'address' }).describe(
    'The server: `redis://HOST:PORT`, or `rediss://` for TLS.',
  ),
  username: z
    .string({ error: 'write a user’s name' })
    .meta({ title: 'text' })
    .optional()
    .describe('The user to log in.'),
  password: secret().optional().describe('Its password; never logged, `***` in `check --print`.'),
  database: wholeNumber(0, 9999).optional().describe('The number of the database; 0 when absent.'),
  keyPrefix: z
    .string({ error: 'write text' })
    .meta({ title: 'text' })
    .prefault('')
    .describe('Text before the names of streams and of the state keys.'),
  tls: z
    .union([flag(), clientTlsSchema], { error: 'write true, or keys such as ca below it' })
    .optional()
    .describe('TLS, also without `rediss://`.'),
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
    .describe('Events count as delivered when so many replicas have them.'),
  spool: spool(),
  queue: queue(),
});

type Raw = z.output<typeof schema>;

export const redisSchema: DestinationSchema<RedisDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, raw) => ({
    type: 'redis',
    name,
    server: toServer(raw),
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
    url: printRedisUrl(server),
    username: server.username,
    password: server.password === undefined ? undefined : '***',
    database: server.database,
    keyPrefix: server.keyPrefix,
    tls: server.tls,
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

  describe: ({ server, stream }) =>
    `writes to stream ${server.keyPrefix}${stream} of ${printRedisUrl(server)}`,
};

function toServer({ url, tls, username, password, database, keyPrefix }: Raw): RedisServerConfig {
  const isTls = tls === undefined ? url.isTls : tls !== false;
  const settings = typeof tls === 'object' ? tls : clientTlsSchema.parse({});
  return {
    host: url.host,
    port: url.port,
    username: username ?? url.username,
    password: password ?? url.password,
    database: database ?? url.database ?? 0,
    keyPrefix,
    tls: isTls ? toClientTls(settings) : undefined,
  };
}
