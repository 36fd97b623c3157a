import { z } from 'zod';
import { printListenAddress } from '../../listen-address.ts';
import { printSize } from '../../size.ts';
import type { UdpSourceConfig } from '../../source-config.ts';
import { section, size } from '../words.ts';
import {
  DECODING_KEYS,
  printDecoding,
  printRecords,
  RECORD_KEYS,
  toCommon,
} from './decoding-keys.ts';
import { listenKey } from './listen-key.ts';
import type { SourceKindSchema } from './source-kind.ts';

/** The port of netconsole. */
export const UDP_DEFAULT = '[::]:6666';

const { format, ...decodingKeys } = DECODING_KEYS;

const keys = section({
  type: z.literal('udp', { error: 'write udp' }).describe('The transport.'),
  listen: listenKey(UDP_DEFAULT),
  format,
  receiveBuffer: size('4KiB', '1GiB')
    .prefault('32MiB')
    .describe('Size of the receive buffer that the kernel is asked for.'),
  ...decodingKeys,
  maxDatagram: size('512B', '65507B')
    .prefault('65507B')
    .describe('Longer datagrams are cut; the event has the problem `truncated`.'),
  ...RECORD_KEYS,
});

export const UDP: SourceKindSchema<UdpSourceConfig> = {
  schema: keys.transform((raw) => (name: string): UdpSourceConfig => ({
    ...toCommon(name, raw),
    type: raw.type,
    listen: raw.listen,
    receiveBufferBytes: raw.receiveBuffer,
    maxMessageBytes: raw.maxDatagram,
  })),
  print: (config) => ({
    type: config.type,
    listen: printListenAddress(config.listen),
    format: config.format,
    receiveBuffer: printSize(config.receiveBufferBytes),
    ...printDecoding(config),
    maxDatagram: printSize(config.maxMessageBytes),
    ...printRecords(config),
  }),
};
