import { expect } from 'chai';
import { slotOf } from '../../../lib/redis-client/key-slot.ts';
import { RedisCluster } from '../../servers/redis-cluster.ts';
import { RedisSourceStand } from '../../receive/redis/redis-source-stand.ts';
import { redisConfig } from './redis-config.ts';
import { RedisStand } from './redis-stand.ts';

const STREAM = 's:$(hash 8 $MSG)';
const STREAMS = Array.from({ length: 8 }, (_, i) => `s:${i}`);

describe('redis destination and a cluster', () => {
  let cluster: RedisCluster;
  let stand: RedisStand;

  before(async function () {
    this.timeout(60_000);
    cluster = await RedisCluster.start();
  });

  beforeEach(async () => {
    for (const index of [0, 1, 2]) await cluster.client(index).flushall();
    const [host = '', port = ''] = cluster.addresses[0]?.split(':') ?? [];
    const login = { cluster: [{ host, port: Number(port) }] };
    const config = redisConfig(Number(port), { login, stream: STREAM, fields: { n: '$MSG' } });
    stand = new RedisStand(cluster.server(0), config);
  });

  afterEach(async () => {
    await stand.outbox.close();
    stand.redis.disconnect();
  });

  after(() => cluster.stop());

  /** The values in a stream, at whichever node it is. */
  async function entries(stream: string): Promise<string[]> {
    const owner = await cluster.ownerOf(slotOf(stream));
    const rows = await cluster.client(owner).xrange(stream, '-', '+');
    return rows.map(([, [, value = '']]) => value);
  }

  /** Numbered batches of one event for each number. */
  async function deliver(first: number, count: number): Promise<void> {
    for (let number = first; number < first + count; number += 10) {
      stand.send(...Array.from({ length: 10 }, (_, i) => ['h', `${number + i}`] as const));
    }
    await stand.drained();
  }

  async function expectOnce(count: number): Promise<void> {
    const found = await Promise.all(STREAMS.map((stream) => entries(stream)));
    for (const numbers of found) {
      expect(numbers.map(Number)).to.deep.equal(numbers.map(Number).sort((a, b) => a - b));
    }
    const all = found
      .flat()
      .map(Number)
      .sort((a, b) => a - b);
    expect(all).to.deep.equal(Array.from({ length: count }, (_, number) => number));
    expect(
      new Set(await Promise.all(STREAMS.map((each) => cluster.ownerOf(slotOf(each))))).size,
    ).to.be.above(1);
  }

  it('finds the slot of any key as the server does', async () => {
    for (const key of ['logs:\u00e4', 'a{}b', 'a{b}c', '{}', 'x'.repeat(300)]) {
      expect(slotOf(key)).to.equal(await cluster.client(0).call('CLUSTER', 'KEYSLOT', key));
    }
  });

  it('has each event once and in order over all nodes', async () => {
    await deliver(0, 200);
    await expectOnce(200);
    expect(stand.log.entries).to.deep.equal([]);
  });

  it('follows a slot that moves key by key, and waits for keys that are at two nodes', async () => {
    const slot = slotOf('s:3');
    await deliver(0, 100);
    const from = await cluster.ownerOf(slot);
    const to = (from + 1) % 3;
    await cluster.beginMove(slot, from, to);
    await deliver(100, 100);
    // Of two keys, the stream and its state, one is at either node: TRYAGAIN.
    expect(await cluster.moveKey(slot, from, to)).to.equal(true);
    for (let number = 200; number < 300; number++) stand.send(['h', `${number}`]);
    await stand.logged(/TRYAGAIN/);
    while (await cluster.moveKey(slot, from, to));
    // All keys are at the target, the slot is not: ASK.
    await stand.drained();
    await deliver(300, 100);
    await cluster.endMove(slot, to);
    await deliver(400, 100);
    await expectOnce(500);
    expect(stand.counts.side).to.deep.equal({});
  });

  it('continues when the server lost a count, and counts what that may have cost', async () => {
    await deliver(0, 100);
    const stream = STREAMS.find((each) => slotOf(each) !== slotOf('s:0')) ?? '';
    const owner = cluster.client(await cluster.ownerOf(slotOf(stream)));
    const [state = ''] = await owner.keys(`netconsole-relay:{${stream}}:*`);
    expect(await owner.del(state)).to.equal(1);
    const held = await entries(stream);
    await deliver(100, 100);
    await expectOnce(200);
    expect(stand.counts.side).to.deep.equal({ lost_by_server: held.length });
    expect(stand.problems).to.have.lengthOf(1);
  });

  it('is read by a source, a connection for each stream', async () => {
    const source = new RedisSourceStand(
      cluster.server(0),
      'streams: "s:$(hash 8 $HOST)"',
      `nodes: ["${cluster.addresses[1]}"]`,
    );
    await deliver(0, 100);
    await source.until(() => source.lines.length === 100);
    const slot = slotOf('s:3');
    const from = await cluster.ownerOf(slot);
    const to = (from + 1) % 3;
    await cluster.beginMove(slot, from, to);
    while (await cluster.moveKey(slot, from, to));
    await deliver(100, 100);
    await cluster.endMove(slot, to);
    await deliver(200, 100);
    await source.until(() => source.lines.length === 300);
    const numbers = source.lines.map((line) => (JSON.parse(line) as { message: string }).message);
    expect(numbers.map((text) => Number(text.slice(2))).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 300 }, (_, number) => number),
    );
    await source.close();
  });
});
