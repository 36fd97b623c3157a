import { z } from 'zod';
import { SEVERITIES } from '../../../event/facility-severity.ts';
import { printDuration } from '../../duration.ts';
import type { RedisSourceConfig } from '../../source-config.ts';
import {
  checkRedisServer,
  printRedisServer,
  REDIS_SERVER_KEYS,
  toRedisServer,
} from '../redis-server.ts';
import { expandStreams, MAX_READ_STREAMS } from '../stream-list.ts';
import { duration, parsed, section } from '../words.ts';
import { DECODING_KEYS } from './decoding-keys.ts';
import type { SourceKindSchema } from './source-kind.ts';

const TEMPLATE_FORM = 'write a name, such as "logs:$(hash 16 $HOST)", or a list of names';

const template = parsed(expandStreams, { form: TEMPLATE_FORM, title: 'name with `$(hash N …)`' });
const list = z
  .array(z.string().min(1, { error: 'write the name of a stream' }))
  .min(1, { error: 'name at least one stream' })
  .max(MAX_READ_STREAMS, { error: `name at most ${MAX_READ_STREAMS} streams` })
  .meta({ title: 'list of names' });

const text = (form: string) =>
  z.string({ error: form }).min(1, { error: form }).meta({ title: 'text' });

const keys = section({
  type: z
    .literal('redis', { error: 'write redis' })
    .describe('Entries of Redis streams that other relays wrote.'),
  ...REDIS_SERVER_KEYS,
  streams: z
    .union([template, list], { error: TEMPLATE_FORM })
    .describe(
      'The streams to read: names, or the `stream` of the writing destination when its only macro is `$(hash N …)`. Read each stream by one relay to keep the order per host.',
    ),
  group: text('write the name of a consumer group')
    .prefault('netconsole-relay')
    .describe('The consumer group; it is created when it is missing, from the first entry on.'),
  consumer: text('write the name of this consumer')
    .optional()
    .describe(
      'The name in the group: no two relays may have the same. `relayId`, else the host name.',
    ),
  claimAfter: duration('1s', '1h')
    .prefault('60s')
    .describe(
      'Entries that a consumer has had for this long without a sign of life are taken over.',
    ),
  defaultSeverity: DECODING_KEYS.defaultSeverity,
}).superRefine(checkRedisServer);

/** Settings of decoding, which a source of decoded events does not use. */
const UNUSED = {
  format: 'auto',
  allow: undefined,
  ratePerSource: undefined,
  keepHostname: false,
  zone: 'local',
  signals: false,
  maxMessageBytes: 65_536,
  reorderWaitMs: 0,
  fragmentTimeoutMs: 2000,
  maxFragmentedBytes: 131_072,
  maxSenders: 1,
} as const;

export const REDIS: SourceKindSchema<RedisSourceConfig> = {
  schema: keys.transform((raw) => (name: string): RedisSourceConfig => ({
    ...UNUSED,
    name,
    type: raw.type,
    server: toRedisServer(raw),
    streams: 'names' in raw.streams ? raw.streams.names : raw.streams,
    streamTemplate: 'names' in raw.streams ? raw.streams.template : undefined,
    group: raw.group,
    // Filled in by what knows the relay's id.
    consumer: raw.consumer ?? '',
    claimAfterMs: raw.claimAfter,
    defaultSeverity: raw.defaultSeverity,
  })),
  print: (config) => ({
    type: config.type,
    ...printRedisServer(config.server),
    streams: config.streamTemplate ?? config.streams,
    group: config.group,
    consumer: config.consumer,
    claimAfter: printDuration(config.claimAfterMs),
    defaultSeverity: SEVERITIES[config.defaultSeverity],
  }),
};
