import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../servers/redis-server.ts';
import { MAIN } from './running-relay.ts';

const DATAGRAMS = [
  '6,18446744073709551615,18446744073709551615,-;u64 and \\xe2\\x82\\xac\\x00\\x1b[31m\\x0atwo lines\n',
  '<165>1 2003-10-11T22:14:15.003Z h a p m [a@1 b="\\"\\]"] \u{1f600}',
];

describe('events in the real Redis', () => {
  let server: RedisServer;
  let redis: Redis;

  before(async () => {
    server = await RedisServer.start();
    redis = new Redis({ port: server.port, host: '127.0.0.1' });
  });

  after(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('come back from a stream to the byte', async () => {
    const input = DATAGRAMS.map((payload) => `${JSON.stringify({ payload })}\n`).join('');
    const { stdout, status } = spawnSync(process.execPath, [MAIN, 'parse'], { input });
    expect(status).to.equal(0);
    const events = stdout.toString().trimEnd().split('\n');
    expect(events).to.have.length(DATAGRAMS.length);
    for (const event of events) await redis.xadd('logs', '*', 'event', event);
    const entries = await redis.xrange('logs', '-', '+');
    expect(entries.map(([, fields]) => fields)).to.deep.equal(
      events.map((event) => ['event', event]),
    );
    expect(events[0]).to.include('"sequence":18446744073709551615');
  });
});
