import type { z } from 'zod';
import type { BaseSourceConfig } from '../../source-config.ts';
import { flag } from '../words.ts';
import { DECODING_KEYS, printDecoding, toCommon } from './decoding-keys.ts';
import type { RECORD_KEYS } from './decoding-keys.ts';

const { allow: _allow, rateLimit: _rateLimit, keepHostname: _keep, ...shared } = DECODING_KEYS;

/** `DECODING_KEYS` of sources whose senders are programs of this machine and have no address. */
export const LOCAL_KEYS = {
  ...shared,
  keepHostname: flag()
    .prefault(false)
    .describe(
      'Whether the HOSTNAME in a message becomes `$HOST` instead of the name of this machine.',
    ),
};

type LocalSchema = z.ZodObject<typeof LOCAL_KEYS & typeof RECORD_KEYS>;
type Common = ReturnType<typeof toCommon>;

export function toLocal(name: string, raw: z.output<LocalSchema>): Common {
  return toCommon(name, { ...raw, allow: undefined, rateLimit: {} });
}

/** The values of `LOCAL_KEYS`. */
export function printLocal(config: Omit<BaseSourceConfig, 'maxMessageBytes'>): object {
  const {
    allow: _noAllow,
    rateLimit: _noLimit,
    ...printed
  } = printDecoding(config) as Record<string, unknown>;
  return printed;
}
