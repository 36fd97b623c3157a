import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisSentinels } from '../../servers/redis-sentinels.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { redisConfig } from './redis-config.ts';
import { RedisStand } from './redis-stand.ts';

describe('redis destination and sentinels', () => {
  it('continues at the new master when the old one is killed', async function () {
    this.timeout(60_000);
    const settings = { 'repl-diskless-sync-delay': 0, 'repl-ping-replica-period': 1 };
    const master = await RedisServer.start(settings);
    const replica = await RedisServer.start({
      ...settings,
      replicaof: `127.0.0.1 ${master.port}`,
    });
    const sentinels = await RedisSentinels.start(master.port, 1);
    const addresses = sentinels.ports.map((port) => ({ host: '127.0.0.1', port }));
    const login = { sentinels: { addresses, name: sentinels.name } };
    const stand = new RedisStand(master, redisConfig(1, { login, fields: { n: '$MSG' } }), {
      timeoutMs: 1000,
    });
    for (let number = 0; number < 50; number++) stand.send(['h', `${number}`]);
    await stand.drained();
    expect(await stand.redis.wait(1, 5000)).to.equal(1);
    await master.kill();
    for (let number = 50; number < 100; number++) stand.send(['h', `${number}`]);
    await stand.logged(/Cannot (?:write|connect) to/);
    await stand.drained();
    const redis = new Redis(replica.port, '127.0.0.1');
    const entries = await redis.xrange('logs', '-', '+');
    redis.disconnect();
    expect(entries.map(([, [, value]]) => Number(value))).to.deep.equal(
      Array.from({ length: 100 }, (_, number) => number),
    );
    expect(await sentinels.masterPort()).to.equal(replica.port);
    expect(stand.counts.side).to.deep.equal({});
    await stand.close();
    await sentinels.stop();
    await replica.stop();
  });
});
