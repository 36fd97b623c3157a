import { Redis } from 'ioredis';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { RedisCluster } from '../../servers/redis-cluster.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { describeDestination } from '../conformance.ts';
import { LogRecord } from '../log-record.ts';
import { redisConfig } from './redis-config.ts';

describe('redis destination', () => {
  describeDestination('redis', async ({ queueBytes }) => {
    // The state survives while the server is away.
    const server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
    const config = redisConfig(server.port, {
      queueBytes,
      stream: 'logs:$HOST',
      fields: { line: '$MSG' },
    });
    const destination = await createDestination(config, { log: new LogRecord() });
    return {
      destination,
      createEncoder: (context) => createEncoder(config, context),
      written: (host) => linesOf(server, `logs:${host}`),
      away: () => server.kill(),
      back: () => server.start(),
      end: () => server.stop(),
    };
  });
});

describe('redis destination of a cluster', () => {
  let cluster: RedisCluster;

  before(async () => {
    cluster = await RedisCluster.start(1, 0, { appendonly: 'yes', appendfsync: 'always' });
  });

  after(() => cluster.stop());

  describeDestination('redis', async ({ queueBytes }) => {
    await cluster.client(0).flushall();
    const server = cluster.server(0);
    const config = redisConfig(server.port, {
      login: { cluster: [{ host: '127.0.0.1', port: server.port }] },
      queueBytes,
      stream: 'logs:$HOST',
      fields: { line: '$MSG' },
    });
    const destination = await createDestination(config, { log: new LogRecord() });
    return {
      destination,
      createEncoder: (context) => createEncoder(config, context),
      written: (host) => linesOf(server, `logs:${host}`),
      away: () => server.kill(),
      back: () => server.start(),
    };
  });
});

/** The values of all entries, as lines. */
async function linesOf(server: RedisServer, stream: string): Promise<string> {
  const redis = new Redis(server.port, '127.0.0.1');
  const entries = await redis.xrange(stream, '-', '+');
  redis.disconnect();
  return entries.map(([, [, value]]) => `${value}\n`).join('');
}
