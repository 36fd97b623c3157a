import { z } from 'zod';
import type { InternalSourceConfig } from '../../source-config.ts';
import { section } from '../words.ts';
import { DECODING_KEYS, RECORD_KEYS, toCommon } from './decoding-keys.ts';
import type { SourceKindSchema } from './source-kind.ts';

/** Lines of the relay's own log are short. */
const MAX_MESSAGE_BYTES = 64 * 1024;

const DEFAULTS = toCommon('', section({ ...DECODING_KEYS, ...RECORD_KEYS }).parse({}));

const keys = section({
  type: z
    .literal('internal', { error: 'write internal' })
    .describe('The relay’s own log, as messages of the facility syslog from netconsole-relay.'),
});

export const INTERNAL: SourceKindSchema<InternalSourceConfig> = {
  schema: keys.transform(({ type }) => (name: string): InternalSourceConfig => ({
    ...DEFAULTS,
    name,
    type,
    format: 'syslog',
    keepHostname: true,
    signals: false,
    maxMessageBytes: MAX_MESSAGE_BYTES,
  })),
  print: ({ type }) => ({ type }),
};
