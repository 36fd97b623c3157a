import { expect } from 'chai';
import { Redis } from 'ioredis';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { describeSpooled } from '../spool/spool-conformance.ts';
import { until } from '../spool/until.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
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

describe('redis destination whose fields were changed', () => {
  const directory = temporaryDirectory();

  it('sends what is on disk with the fields that it was encoded with', async () => {
    const server = await RedisServer.start();
    await server.kill();
    const spool = await Spool.open(directory(), new LogRecord());
    const open = async (fields: Readonly<Record<string, string>>) => {
      const config = redisConfig(server.port, { fields });
      const store = spool.section('bus').use(1024 * 1024);
      const counts = new DestinationCounts();
      const settings = { log: new LogRecord(), counts, spool: { mode: 'always' as const, store } };
      const destination = await createDestination(config, settings);
      const feed = new Feed(destination, (context) => createEncoder(config, context), counts);
      return { destination, feed, counts };
    };
    const before = await open({ line: '$MSG' });
    before.feed.offer('a', 'one');
    await before.destination.drain(AbortSignal.timeout(10_000));
    await before.destination.close();
    const after = await open({ host: '$HOST', text: '$MSG' });
    after.feed.offer('a', 'two');
    await server.start();
    await until(() => spool.totals().length === 0);
    const redis = new Redis(server.port, '127.0.0.1');
    const entries = await redis.xrange('logs', '-', '+');
    redis.disconnect();
    await after.destination.close();
    await spool.close();
    await server.stop();
    expect(entries.map(([, fields]) => fields)).to.deep.equal([
      ['line', 'one'],
      ['host', 'a', 'text', 'two'],
    ]);
  });
});
