import { expect } from 'chai';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import type { Destination } from '../../../lib/deliver/destination.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import { slotOf } from '../../../lib/redis-client/key-slot.ts';
import { RedisCluster } from '../../servers/redis-cluster.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { until } from '../spool/until.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { redisConfig } from './redis-config.ts';

const STREAMS = Array.from({ length: 8 }, (_, i) => `s:${i}`);
/** Of them, the first are sent while all nodes are there. */
const EVENTS = 300;
const BEFORE = 100;

describe('redis destination, a cluster and a spool', () => {
  const directory = temporaryDirectory();
  let cluster: RedisCluster;

  before(async function () {
    this.timeout(60_000);
    cluster = await RedisCluster.start(3, 0, { appendonly: 'yes', appendfsync: 'always' });
  });

  after(() => cluster.stop());

  /** A relay with the destination, from its start to its end. */
  async function begin() {
    const [host = '', port = ''] = cluster.addresses[1]?.split(':') ?? [];
    const config = redisConfig(Number(port), {
      login: { cluster: [{ host, port: Number(port) }] },
      stream: 's:$(hash 8 $MSG)',
      fields: { n: '$MSG' },
    });
    const counts = new DestinationCounts();
    const spool = await Spool.open(directory(), new LogRecord());
    const section = spool.section('bus');
    const { events, lost } = section.takeFound();
    counts.restore(events, lost);
    const log = new LogRecord();
    const settings = { mode: 'overflow' as const, store: section.use(16 * 1024 * 1024) };
    const destination = await createDestination(config, { log, counts, spool: settings });
    const feed = new Feed(destination, (context) => createEncoder(config, context), counts);
    return { spool, counts, destination, feed, log };
  }

  async function numbersIn(stream: string): Promise<number[]> {
    const owner = await cluster.ownerOf(slotOf(stream), 1);
    const rows = await cluster.client(owner).xrange(stream, '-', '+');
    return rows.map(([, [, value = '']]) => Number(value));
  }

  it('have each event once and in order after a restart while a node is away', async function () {
    this.timeout(60_000);
    const first = await begin();
    for (let number = 0; number < EVENTS; number++) {
      if (number === BEFORE) {
        await until(() => first.counts.delivered === BEFORE);
        await cluster.server(0).kill();
      }
      expect(first.feed.offer('a', `${number}`)).to.equal(true);
    }
    // The other nodes have their part of what is in flight.
    await until(() => first.log.entries.some((line) => line.includes('Cannot')));
    await first.destination.drain(AbortSignal.timeout(20_000), AbortSignal.abort());
    await end(first.spool, first.destination);
    expect(first.counts.dropped).to.deep.equal({});

    const second = await begin();
    expect(second.counts.restored).to.equal(EVENTS - first.counts.delivered);
    expect(second.counts.restored).to.be.greaterThan(0);
    await cluster.server(0).start();
    await until(
      () => second.counts.delivered === second.counts.restored,
      () => `${JSON.stringify(second.counts)}\n${second.log.entries.join('\n')}`,
    );
    await end(second.spool, second.destination);
    await cluster.isServed();
    const found = await Promise.all(STREAMS.map((stream) => numbersIn(stream)));
    for (const numbers of found) {
      expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
    }
    expect(found.flat().toSorted((a, b) => a - b)).to.deep.equal(
      Array.from({ length: EVENTS }, (_, number) => number),
    );
  });
});

async function end(spool: Spool, destination: Destination): Promise<void> {
  await destination.close('drain-deadline');
  await spool.close();
}
