import type { RedisDestinationConfig } from '../../../lib/config/destination-config.ts';
import type { RedisServerConfig } from '../../../lib/config/redis-server-config.ts';

type Settings = Partial<RedisDestinationConfig> & {
  readonly login?: Partial<RedisServerConfig>;
};

/** The configuration of a destination for a server on a port of 127.0.0.1. */
export function redisConfig(port: number, { login, ...settings }: Settings = {}) {
  const config: RedisDestinationConfig = {
    type: 'redis',
    name: 'bus',
    server: {
      host: '127.0.0.1',
      port,
      username: undefined,
      password: undefined,
      database: 0,
      keyPrefix: '',
      tls: undefined,
      cluster: undefined,
      sentinels: undefined,
      ...login,
    },
    stream: 'logs',
    fields: ['event'],
    maxLength: undefined,
    maxAgeMs: undefined,
    maxStreams: 65_536,
    waitReplicas: undefined,
    spool: undefined,
    queueBytes: 64 * 1024 * 1024,
    ...settings,
  };
  return config;
}
