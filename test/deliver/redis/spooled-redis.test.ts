import { Redis } from 'ioredis';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { describeSpooled } from '../spool/spool-conformance.ts';
import { redisConfig } from './redis-config.ts';

describeSpooled('redis', async () => {
  // The state survives while the server is away.
  const server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
  const config = redisConfig(server.port, { stream: 'logs:$HOST', fields: { line: '$MSG' } });
  return {
    create: ({ queueBytes, ...options }) =>
      createDestination(config, { queue: { limitBytes: queueBytes }, ...options }),
    createEncoder: (context) => createEncoder(config, context),
    written: async () => {
      const redis = new Redis(server.port, '127.0.0.1');
      const entries = await redis.xrange('logs:a', '-', '+');
      redis.disconnect();
      return entries.map(([, [, value]]) => `${value}\n`).join('');
    },
    away: () => server.kill(),
    back: () => server.start(),
    end: () => server.stop(),
  };
});
