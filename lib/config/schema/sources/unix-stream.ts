import { z } from 'zod';
import type { UnixStreamSourceConfig } from '../../source-config.ts';
import { section } from '../words.ts';
import { printRecords, RECORD_KEYS } from './decoding-keys.ts';
import { CONNECTION_KEYS, printConnections, toConnections } from './framing-keys.ts';
import { LOCAL_KEYS, printLocal, toLocal } from './local-keys.ts';
import { printSocketFile, SOCKET_FILE_KEYS, toSocketFile } from './socket-file-keys.ts';
import type { SourceKindSchema } from './source-kind.ts';

const keys = section({
  type: z
    .literal('unix-stream', { error: 'write unix-stream' })
    .describe('A Unix socket with connections: docs/sources.md.'),
  ...SOCKET_FILE_KEYS,
  ...CONNECTION_KEYS,
  ...LOCAL_KEYS,
  ...RECORD_KEYS,
});

export const UNIX_STREAM: SourceKindSchema<UnixStreamSourceConfig> = {
  schema: keys.transform((raw) => (name: string): UnixStreamSourceConfig => ({
    ...toLocal(name, raw),
    ...toConnections(raw),
    ...toSocketFile(raw),
    type: raw.type,
  })),
  print: (config) => ({
    type: config.type,
    ...printSocketFile(config),
    ...printConnections(config),
    ...printLocal(config),
    ...printRecords(config),
  }),
};
