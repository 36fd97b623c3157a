import type { SourceConfigs, SourceKind } from '../config/source-config.ts';
import { InternalReader } from './internal/internal-reader.ts';
import { DgramReader } from './dgram/dgram-reader.ts';
import { RedisReader } from './redis/redis-reader.ts';
import { StdinReader } from './stream/stdin-reader.ts';
import { StreamReader } from './stream/stream-reader.ts';
import type { CreateReader } from './source-reader.ts';

/** What reads each kind of source in the thread with an event loop; a kind that only shards read has none. */
export type ReaderRegistry = { readonly [K in SourceKind]?: CreateReader<SourceConfigs[K]> };

export const READERS = {
  udp: (context) => new DgramReader(context),
  redis: (context) => new RedisReader(context),
  tcp: (context) => new StreamReader(context),
  tls: (context) => new StreamReader(context),
  'unix-stream': (context) => new StreamReader(context),
  stdin: (context) => new StdinReader(context),
  internal: (context) => new InternalReader(context),
} satisfies ReaderRegistry;
