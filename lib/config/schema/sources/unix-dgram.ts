import { z } from 'zod';
import { printSize } from '../../size.ts';
import type { UnixDgramSourceConfig } from '../../source-config.ts';
import { section, size } from '../words.ts';
import { printRecords, RECORD_KEYS } from './decoding-keys.ts';
import { LOCAL_KEYS, printLocal, toLocal } from './local-keys.ts';
import { printSocketFile, SOCKET_FILE_KEYS, toSocketFile } from './socket-file-keys.ts';
import type { SourceKindSchema } from './source-kind.ts';

const keys = section({
  type: z
    .literal('unix-dgram', { error: 'write unix-dgram' })
    .describe('A Unix socket for datagrams, such as `/dev/log`: docs/sources.md.'),
  ...SOCKET_FILE_KEYS,
  ...LOCAL_KEYS,
  maxMessage: size('512B', '64KiB')
    .prefault('64KiB')
    .describe('Longer messages are cut and have the problem `truncated`.'),
  ...RECORD_KEYS,
});

export const UNIX_DGRAM: SourceKindSchema<UnixDgramSourceConfig> = {
  schema: keys.transform((raw) => (name: string): UnixDgramSourceConfig => ({
    ...toLocal(name, raw),
    ...toSocketFile(raw),
    type: raw.type,
    maxMessageBytes: raw.maxMessage,
  })),
  print: (config) => ({
    type: config.type,
    ...printSocketFile(config),
    ...printLocal(config),
    maxMessage: printSize(config.maxMessageBytes),
    ...printRecords(config),
  }),
};
