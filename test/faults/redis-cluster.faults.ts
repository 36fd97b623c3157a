import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { slotOf } from '../../lib/redis-client/key-slot.ts';
import { RunningRelay } from '../integration/running-relay.ts';
import { RedisCluster } from '../servers/redis-cluster.ts';
import { missingFrom, readNumbers, type Numbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';

const MESSAGES = 400_000;
const RATE = 20_000;
const STREAMS = Array.from({ length: 8 }, (_, i) => `logs:${i}`);
const KEY_PAUSE_MS = 150;

describe('redis destination and a cluster of three masters', () => {
  it('has each event once while four slots move and a master is replaced by its replica', async () => {
    const cluster = await RedisCluster.start(3, 3);
    const relay = await RunningRelay.start({
      config: `
sources:
  load: { type: udp, listen: "127.0.0.1:0", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  bus:
    type: redis
    nodes: ["${cluster.addresses[0]}", "${cluster.addresses[1]}"]
    stream: "logs:$(hash 8 $HOST)"
    queue: 1GiB
    spool: never
drainTimeout: 120s
`,
    });
    const generator = await numberedLoad(relay.port('load'), { messages: MESSAGES, rate: RATE });
    const sent = generator.go();
    await pause(1000);
    for (const stream of STREAMS.slice(0, 4)) {
      const slot = slotOf(stream);
      const from = await cluster.ownerOf(slot);
      const to = (from + 1) % 3;
      await cluster.beginMove(slot, from, to);
      while (await cluster.moveKey(slot, from, to)) await pause(KEY_PAUSE_MS);
      await cluster.endMove(slot, to);
    }
    const victim = await cluster.ownerOf(slotOf('logs:7'));
    await cluster.server(victim).kill();
    const survivor = (victim + 1) % 3;
    await cluster.until(async () => {
      const owner = await cluster.ownerOf(slotOf('logs:7'), survivor);
      return owner >= 3;
    });
    await sent;
    relay.child.process.kill('SIGTERM');
    expect(await relay.child.exited, relay.child.stderr).to.equal(0);
    process.stdout.write(relay.child.stderr);

    const parts: Numbers[] = [];
    for (const stream of STREAMS) {
      const owner = await cluster.ownerOf(slotOf(stream), survivor);
      parts.push(await readNumbers(cluster.client(owner), [stream], MESSAGES));
    }
    const times = new Uint8Array(MESSAGES);
    for (const part of parts)
      part.times.forEach((count, at) => (times[at] = (times[at] ?? 0) + count));
    const missing = missingFrom({ times }).length;
    const counted = Number(/; (\d+) lost by server/.exec(relay.child.stderr)?.[1] ?? 0);
    expect(
      parts.reduce((sum, part) => sum + part.repeated, 0),
      'repeated',
    ).to.equal(0);
    expect(
      parts.reduce((sum, part) => sum + part.outOfOrder, 0),
      'out of order',
    ).to.equal(0);
    expect(missing, 'missing').to.be.at.most(counted);
    process.stdout.write(`${missing} missing, ${counted} counted as lost by the server\n`);
    await relay.stop();
    await cluster.stop();
  });
});
