import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../servers/redis-server.ts';
import { missingFrom, readNumbers, type Numbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';
import { SpooledRelay, STREAMS } from './spooled-relay.ts';

const MESSAGES = 900_000;
const RATE = 60_000;
/** What was received later than this before a kill may be lost. */
const GRACE_MS = 250;
/** From ready on until the first datagram is read. */
const START_MS = 250;

/** A kill, and when the relay was ready again. */
interface Outage {
  readonly killedMs: number;
  readonly readyMs: number;
}

describe('relay with `spool: always` that is killed', () => {
  it('loses nothing that was sent 250 ms before, and has nothing twice', async () => {
    const server = await RedisServer.start();
    const relay = await SpooledRelay.create({
      redisPort: server.port,
      destination: 'spool: always',
    });
    await relay.start();
    const generator = await numberedLoad(relay.port, { messages: MESSAGES, rate: RATE });
    const sent = generator.go();
    const outages: Outage[] = [];
    for (let i = 0; i < 3; i++) {
      await pause(3000);
      const killedMs = Date.now();
      await relay.end('SIGKILL');
      await relay.start();
      outages.push({ killedMs, readyMs: Date.now() });
    }
    await sent;
    expect(await relay.end(), relay.log).to.equal(0);
    // What a stop has left on disk.
    await relay.start();
    const redis = new Redis(server.port, '127.0.0.1');
    await delivered(redis);
    expect(await relay.end(), relay.log).to.equal(0);
    expect(relay.spooled()).to.equal(0);
    const numbers = await readNumbers(redis, STREAMS, MESSAGES);
    redis.disconnect();
    await relay.remove();
    await server.stop();
    const missing = missingFrom(numbers);
    process.stdout.write(relay.accounts);
    process.stdout.write(
      `killed: ${missing.length} missing around ${outages.length} kills, ${numbers.repeated} twice\n`,
    );
    expect(numbers).to.include({ repeated: 0, outOfOrder: 0 });
    expect(unexplained(missing, numbers, outages), relay.log).to.deep.equal([]);
    expect(relay.log).not.to.match(/damaged/);
  });
});

/** Missing numbers that were not sent around an outage: whose neighbours that are there were received before or after it. */
function unexplained(
  missing: readonly number[],
  { times, receivedMs }: Numbers,
  outages: readonly Outage[],
): number[] {
  const isMissing = new Set(missing);
  // Of the runs of missing numbers, their first and last ones.
  const ends = missing.filter((n) => !isMissing.has(n - 1) || !isMissing.has(n + 1));
  const neighbour = (number: number, step: 1 | -1): number => {
    let at = number;
    while (times[at] === 0) at += step;
    return receivedMs[at] ?? 0;
  };
  return ends.filter((number) => {
    const before = neighbour(number, -1);
    const after = neighbour(number, 1);
    return !outages.some(
      ({ killedMs, readyMs }) => before >= killedMs - GRACE_MS && after <= readyMs + START_MS,
    );
  });
}

/** Resolves when the streams do not grow for a while. */
async function delivered(redis: Redis): Promise<void> {
  let before = -1;
  for (;;) {
    const lengths = await Promise.all(STREAMS.map((stream) => redis.xlen(stream)));
    const sum = lengths.reduce((a, b) => a + b, 0);
    if (sum === before) return;
    before = sum;
    await pause(1000);
  }
}
