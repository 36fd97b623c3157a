import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RunningRelay } from '../integration/running-relay.ts';
import { RedisServer } from '../servers/redis-server.ts';
import { missingFrom, readNumbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';

const MESSAGES = 500_000;
const RATE = 60_000;
const STREAMS = Array.from({ length: 8 }, (_, i) => `logs:${i}`);

describe('redis destination whose server is killed', () => {
  it('has each event once, in order per host', async () => {
    const server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
    const relay = await RunningRelay.start({
      config: `
sources:
  load: { type: udp, listen: "127.0.0.1:0", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  bus:
    type: redis
    url: redis://127.0.0.1:${server.port}
    stream: logs:$(hash 8 $HOST)
    queue: 1GiB
    spool: never
drainTimeout: 60s
`,
    });
    const generator = await numberedLoad(relay.port('load'), { messages: MESSAGES, rate: RATE });
    const sent = generator.go();
    for (let i = 0; i < 3; i++) {
      await pause(2000);
      await server.kill();
      await server.start();
    }
    await sent;
    const sentMs = performance.now();
    relay.child.process.kill('SIGTERM');
    expect(await relay.child.exited, relay.child.stderr).to.equal(0);
    expect(performance.now() - sentMs).to.be.lessThan(60_000);

    const redis = new Redis(server.port, '127.0.0.1');
    const numbers = await readNumbers(redis, STREAMS, MESSAGES);
    redis.disconnect();
    await relay.stop();
    await server.stop();
    process.stdout.write(relay.child.stderr);
    expect(missingFrom(numbers)).to.deep.equal([]);
    expect(numbers).to.include({ repeated: 0, outOfOrder: 0 });
    // Batches were in flight when the server died.
    expect(relay.child.stderr).to.match(/Cannot write to redis:/);
  });
});
