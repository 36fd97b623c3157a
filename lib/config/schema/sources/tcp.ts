import { z } from 'zod';
import { printListenAddress } from '../../listen-address.ts';
import type { TcpSourceConfig } from '../../source-config.ts';
import { section } from '../words.ts';
import {
  DECODING_KEYS,
  printDecoding,
  printRecords,
  RECORD_KEYS,
  toCommon,
} from './decoding-keys.ts';
import { CONNECTION_KEYS, printConnections, toConnections } from './framing-keys.ts';
import { listenKey } from './listen-key.ts';
import type { SourceKindSchema } from './source-kind.ts';

/** RFC 6587 names no port; this one is registered for syslog over TCP (RFC 3195). */
export const TCP_DEFAULT = '[::]:601';

const keys = section({
  type: z.literal('tcp', { error: 'write tcp' }).describe('Syslog over TCP: docs/sources.md.'),
  listen: listenKey(TCP_DEFAULT),
  ...CONNECTION_KEYS,
  ...DECODING_KEYS,
  ...RECORD_KEYS,
});

export const TCP: SourceKindSchema<TcpSourceConfig> = {
  schema: keys.transform((raw) => (name: string): TcpSourceConfig => ({
    ...toCommon(name, raw),
    ...toConnections(raw),
    type: raw.type,
    listen: raw.listen,
  })),
  print: (config) => ({
    type: config.type,
    listen: printListenAddress(config.listen),
    ...printConnections(config),
    ...printDecoding(config),
    ...printRecords(config),
  }),
};
