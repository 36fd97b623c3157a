import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../servers/redis-server.ts';
import { numberedLoad } from './numbered-load.ts';
import { SpooledRelay, STREAMS } from './spooled-relay.ts';

const RATE = 50_000;
const AWAY_SECONDS = 60;
/** Events go on for this long after the return; on a quiet machine of two cores the spool is empty after 30 to 36 s. */
const BACK_SECONDS = 60;
/** On a busy machine the spool is emptied later, and without loss all the same. */
const LATEST_SECONDS = 200;
const MESSAGES = RATE * (AWAY_SECONDS + BACK_SECONDS);
const MOST_ANONYMOUS_KIB = 400 * 1024;

describe('relay whose server is away for a minute at 50,000 events per second', () => {
  it('has each event in the server, within bounded memory and time', async function () {
    this.timeout(400_000);
    const server = await RedisServer.start();
    const relay = await SpooledRelay.create({
      redisPort: server.port,
      destination: 'maxLength: 1000000',
      spool: 'maxSize: 4GiB',
    });
    await relay.start();
    const generator = await numberedLoad(relay.port, { messages: MESSAGES, rate: RATE });
    let mostKib = 0;
    const sampler = setInterval(() => {
      mostKib = Math.max(mostKib, anonymousKib(relay.relay.child.process.pid ?? 0));
    }, 250);
    let isSending = true;
    const sent = generator.go().finally(() => (isSending = false));
    await pause(3000);
    await server.leave();
    await pause(AWAY_SECONDS * 1000);
    await server.start();
    const backMs = performance.now();
    const emptySeconds = await emptied(relay, backMs);
    const wasSending = isSending;
    await sent;
    clearInterval(sampler);
    const code = await relay.end();
    const spooled = relay.spooled();
    const redis = new Redis(server.port, '127.0.0.1');
    const added = await entriesAdded(redis);
    redis.disconnect();
    await relay.remove();
    await server.stop();
    process.stdout.write(
      `away: ${added} of ${MESSAGES} events added, spool empty after ${emptySeconds.toFixed(1)} s, at most ${(mostKib / 1024).toFixed()} MiB anonymous\n`,
    );
    expect(code, relay.log).to.equal(0);
    expect(spooled).to.equal(0);
    expect(added, relay.log).to.equal(MESSAGES);
    expect(mostKib).to.be.lessThan(MOST_ANONYMOUS_KIB);
    expect(wasSending, 'events still come when the spool is empty').to.equal(true);
  });
});

/** Seconds until the relay's account has no spooled events. */
async function emptied({ relay }: SpooledRelay, sinceMs: number): Promise<number> {
  const { child } = relay;
  for (;;) {
    const seconds = (performance.now() - sinceMs) / 1000;
    const told = child.stderr.length;
    child.process.kill('SIGUSR2');
    await child.printedAfter(told, /destination bus: \d+ routed = .*\n/);
    const account = /destination bus: \d+ routed = .*/.exec(child.stderr.slice(told))?.[0] ?? '';
    if (!account.includes('spooled') || seconds > LATEST_SECONDS) return seconds;
    await pause(250);
  }
}

function anonymousKib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]);
}

async function entriesAdded(redis: Redis): Promise<number> {
  let sum = 0;
  for (const stream of STREAMS) {
    const info = (await redis.xinfo('STREAM', stream)) as unknown[];
    sum += Number(info[info.indexOf('entries-added') + 1]);
  }
  return sum;
}
