import { z } from 'zod';
import type { StdinSourceConfig } from '../../source-config.ts';
import { section } from '../words.ts';
import { printRecords, RECORD_KEYS } from './decoding-keys.ts';
import { FRAMING_KEYS, printFraming, toFraming } from './framing-keys.ts';
import { LOCAL_KEYS, printLocal, toLocal } from './local-keys.ts';
import type { SourceKindSchema } from './source-kind.ts';

const keys = section({
  type: z
    .literal('stdin', { error: 'write stdin' })
    .describe('The standard input of the relay: docs/sources.md.'),
  ...FRAMING_KEYS,
  ...LOCAL_KEYS,
  ...RECORD_KEYS,
});

export const STDIN: SourceKindSchema<StdinSourceConfig> = {
  schema: keys.transform((raw) => (name: string): StdinSourceConfig => ({
    ...toLocal(name, raw),
    ...toFraming(raw),
    type: raw.type,
  })),
  print: (config) => ({
    type: config.type,
    ...printFraming(config),
    ...printLocal(config),
    ...printRecords(config),
  }),
};
