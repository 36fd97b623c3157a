import { hostname } from 'node:os';
import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../config/destination-config.ts';
import { BatchEncoder, type BatchForm } from './batch-encoder.ts';
import type { Encoder, EncoderContext } from './encoder.ts';
import { fileForm } from './file/file-form.ts';
import { redisForm } from './redis/redis-form.ts';
import { stdoutForm } from './stdout/stdout-form.ts';
import { syslogForm } from './syslog/syslog-form.ts';
import { winstonForm } from './winston/winston-form.ts';

type EncoderKinds = {
  readonly [K in DestinationKind]: (config: DestinationConfigs[K], relayId: string) => BatchForm;
};

/** How each kind of destination encodes events, in the shards. */
const ENCODER_KINDS = {
  file: fileForm,
  stdout: stdoutForm,
  redis: redisForm,
  syslog: syslogForm,
  winston: winstonForm,
} satisfies EncoderKinds;

/** The shard's side of a destination. */
export function createEncoder(config: DestinationConfig, context: EncoderContext): Encoder {
  const form = ENCODER_KINDS[config.type] as (
    config: DestinationConfig,
    relayId: string,
  ) => BatchForm;
  return new BatchEncoder(context, form(config, context.relayId ?? hostname()));
}
