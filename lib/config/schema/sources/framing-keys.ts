import type { z } from 'zod';
import { printDuration } from '../../duration.ts';
import { printSize } from '../../size.ts';
import type { ConnectionsConfig, FramingConfig } from '../../source-config.ts';
import { durationOrZero, oneOf, size, wholeNumber } from '../words.ts';

/** After each message of a stream. */
const NEWLINE_BYTES = 1;

/** Keys of sources that are streams of messages. */
export const FRAMING_KEYS = {
  framing: oneOf(['auto', 'octet-counting', 'newline'])
    .prefault('auto')
    .describe(
      'How messages are separated: `auto` recognises octet counting (RFC 6587) and lines, message by message.',
    ),
  maxMessage: size('512B', '64KiB')
    .prefault('64KiB')
    .describe('Longer messages are cut and have the problem `truncated`.'),
};

/** Keys of sources with connections. */
export const CONNECTION_KEYS = {
  ...FRAMING_KEYS,
  maxConnections: wholeNumber(1, 1_000_000)
    .prefault(1000)
    .describe('Further connections are closed at once, and counted.'),
  idleTimeout: durationOrZero('7d')
    .prefault('0s')
    .describe('A connection that sends nothing for this long is closed. 0: never.'),
};

type FramingSchema = z.ZodObject<typeof FRAMING_KEYS>;
type ConnectionSchema = z.ZodObject<typeof CONNECTION_KEYS>;

export function toFraming(
  raw: z.output<FramingSchema>,
): FramingConfig & { readonly maxMessageBytes: number } {
  return {
    framing: raw.framing,
    maxFrameBytes: raw.maxMessage,
    maxMessageBytes: raw.maxMessage + NEWLINE_BYTES,
  };
}

export function toConnections(
  raw: z.output<ConnectionSchema>,
): ConnectionsConfig & { readonly maxMessageBytes: number } {
  return {
    ...toFraming(raw),
    maxConnections: raw.maxConnections,
    idleTimeoutMs: raw.idleTimeout,
  };
}

export function printFraming(config: FramingConfig): object {
  return { framing: config.framing, maxMessage: printSize(config.maxFrameBytes) };
}

export function printConnections(config: ConnectionsConfig): object {
  return {
    ...printFraming(config),
    maxConnections: config.maxConnections,
    idleTimeout: printDuration(config.idleTimeoutMs),
  };
}
