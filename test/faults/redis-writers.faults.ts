import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RunningRelay } from '../integration/running-relay.ts';
import { eventJson } from '../receive/redis/redis-source-stand.ts';
import { RedisServer } from '../servers/redis-server.ts';

const ENTRIES = 200_000;
const STREAMS = 4;
const CLAIM_AFTER_MS = 3000;
/** Chunks that a writer has not acknowledged, and those it has read ahead: of each stream one. */
const MOST_UNACKNOWLEDGED = 500 * (4 + STREAMS);

describe('two writers that read one group', () => {
  it('write each event at least once when one is killed and the other frozen', async () => {
    const server = await RedisServer.start();
    const redis = new Redis(server.port, '127.0.0.1');
    const start = (name: string): Promise<RunningRelay> =>
      RunningRelay.start({
        config: `
relayId: ${name}
sources:
  edge:
    type: redis
    url: redis://127.0.0.1:${server.port}
    streams: "logs:$(hash ${STREAMS} $HOST)"
    claimAfter: ${CLAIM_AFTER_MS}ms
destinations:
  files: { type: file, path: "DIR/$HOST.log", template: "$MSGONLY" }
`,
      });
    const writers = [await start('one'), await start('two')] as const;
    const adding = addEntries(redis);
    await pause(1500);
    await writers[0].child.stop('SIGKILL');
    writers[1].child.process.kill('SIGSTOP');
    await adding;
    // A third one takes over what the two had.
    const third = await start('three');
    await pause(2 * CLAIM_AFTER_MS);
    writers[1].child.process.kill('SIGCONT');
    await hasRead(redis);
    const all = [...writers, third];
    for (const writer of all.slice(1)) {
      writer.child.process.kill('SIGTERM');
      expect(await writer.child.exited, writer.child.stderr).to.equal(0);
      process.stdout.write(writer.child.stderr);
    }
    const times = new Uint8Array(ENTRIES);
    for (const { directory } of all) {
      for (const name of readdirSync(directory).filter((each) => each.endsWith('.log'))) {
        for (const line of readFileSync(join(directory, name), 'utf8').trimEnd().split('\n')) {
          // The one that was killed may have written half a line.
          if (/^n\d{6}$/.test(line)) (times[Number(line.slice(1))] as number)++;
        }
      }
    }
    const missing = times.filter((count) => count === 0).length;
    const repeated = times.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
    process.stdout.write(`${missing} missing, ${repeated} duplicates\n`);
    expect(missing).to.equal(0);
    expect(repeated).to.be.at.most(2 * MOST_UNACKNOWLEDGED);
    redis.disconnect();
    for (const writer of all) await writer.stop();
    await server.stop();
  });
});

async function addEntries(redis: Redis): Promise<void> {
  for (let number = 0; number < ENTRIES;) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 1000; i++, number++) {
      const text = `n${String(number).padStart(6, '0')}`;
      const stream = `logs:${number % STREAMS}`;
      pipeline.xadd(stream, '*', 'event', eventJson(text, `host${number % STREAMS}`));
    }
    await pipeline.exec();
  }
}

/** Resolves when everything is read and acknowledged. */
async function hasRead(redis: Redis): Promise<void> {
  for (let stream = 0; stream < STREAMS;) {
    const [group = []] = (await redis.xinfo('GROUPS', `logs:${stream}`)) as unknown[][];
    const of = (key: string): unknown => group[group.indexOf(key) + 1];
    if (of('pending') === 0 && of('lag') === 0) stream++;
    else await pause(100);
  }
}
