import { z } from 'zod';
import { isMapping } from '../mapping.ts';
import type { SourceConfig, SourceConfigs, SourceKind } from '../source-config.ts';
import type { SourceKindSchema } from './sources/source-kind.ts';
import { INTERNAL } from './sources/internal.ts';
import { REDIS } from './sources/redis.ts';
import { STDIN } from './sources/stdin.ts';
import { TCP } from './sources/tcp.ts';
import { TLS } from './sources/tls.ts';
import { UDP } from './sources/udp.ts';
import { UNIX_DGRAM } from './sources/unix-dgram.ts';
import { UNIX_STREAM } from './sources/unix-stream.ts';

type Kinds = { readonly [K in SourceKind]: SourceKindSchema<SourceConfigs[K]> };
type AnySchema = SourceKindSchema<SourceConfig>['schema'];

/** Every kind of source: the one place where a kind joins the configuration. */
const KINDS = {
  udp: UDP,
  tcp: TCP,
  tls: TLS,
  'unix-dgram': UNIX_DGRAM,
  'unix-stream': UNIX_STREAM,
  stdin: STDIN,
  redis: REDIS,
  internal: INTERNAL,
} satisfies Kinds;

const TYPES = Object.keys(KINDS);
const FORM = TYPES.length === 1 ? `write ${TYPES[0]}` : `write one of ${TYPES.join(', ')}`;

export const sourceSchema = z.discriminatedUnion(
  'type',
  Object.values(KINDS).map(({ schema }) => schema) as [AnySchema, ...AnySchema[]],
  { error: ({ input }) => (isMapping(input) ? FORM : 'write a mapping with keys such as type') },
);

/** A source as it is written in the file. */
export function printSource(source: SourceConfig): object {
  return printOf(source.type, source);
}

function printOf<K extends SourceKind>(kind: K, source: SourceConfigs[K]): object {
  return (KINDS as Kinds)[kind].print(source);
}
