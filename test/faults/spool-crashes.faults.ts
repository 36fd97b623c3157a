import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../servers/redis-server.ts';
import { missingFrom, readNumbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';
import { SpooledRelay, STREAMS } from './spooled-relay.ts';

const MESSAGES = 200_000;
const RATE = 20_000;
const KILLS = 25;
/** Of these, the server is away during the first. */
const KILLS_WHILE_AWAY = 13;
/** From before the spool is opened to the middle of the delivery. */
const LONGEST_LIFE_MS = 1500;

describe('relay with events in its spool that is killed 25 times at random moments', () => {
  it('loses nothing, has nothing twice and sets nothing aside', async () => {
    const server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
    const relay = await SpooledRelay.create({
      redisPort: server.port,
      destination: 'spool: always',
    });
    await server.kill();
    await relay.start();
    const generator = await numberedLoad(relay.port, { messages: MESSAGES, rate: RATE });
    await generator.go();
    expect(await relay.end(), relay.log).to.equal(0);
    expect(relay.spooled()).to.equal(MESSAGES);
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill === KILLS_WHILE_AWAY) {
        expect(relay.spooled()).to.equal(MESSAGES);
        await server.start();
      }
      relay.startOnly();
      await pause(Math.random() * LONGEST_LIFE_MS);
      await relay.end('SIGKILL');
    }
    await relay.start();
    const redis = new Redis(server.port, '127.0.0.1');
    const length = async (): Promise<number> => {
      const lengths = await Promise.all(STREAMS.map((stream) => redis.xlen(stream)));
      return lengths.reduce((a, b) => a + b, 0);
    };
    for (let left = 300; left > 0 && (await length()) < MESSAGES; left--) await pause(100);
    expect(await relay.end(), relay.log).to.equal(0);
    const numbers = await readNumbers(redis, STREAMS, MESSAGES);
    redis.disconnect();
    const files = readdirSync(join(relay.relay.directory, 'spool'));
    expect(relay.spooled()).to.equal(0);
    await relay.remove();
    await server.stop();
    expect(missingFrom(numbers)).to.deep.equal([]);
    expect(numbers).to.include({ repeated: 0, outOfOrder: 0 });
    expect(files).to.deep.equal(['batches']);
  });
});
