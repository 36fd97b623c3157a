import { expect } from 'chai';
import type { SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import { OutboxStand } from './outbox-stand.ts';

const DELIVERED: SendResult = { kind: 'delivered' };
const RETRY: SendResult = { kind: 'retry', problem: 'Cannot reach bus: ECONNREFUSED; start it' };
const gap = (current: number): SendResult => ({ kind: 'gap', current });

/** Three batches of 10 events in flight, of which the first is delivered. */
async function standAt10(): Promise<OutboxStand> {
  const stand = new OutboxStand(3);
  for (let i = 0; i < 3; i++) await stand.offer('a', 10);
  await stand.answer(DELIVERED);
  return stand;
}

describe('outbox whose peer reports a gap', () => {
  it('waits until nothing is in flight, then sends again in order', async () => {
    const stand = await standAt10();
    await stand.answer(RETRY);
    expect(stand.inFlight).to.deep.equal([20]);
    await stand.answer(gap(10));
    await stand.elapse(50);
    expect(stand.inFlight).to.deep.equal([10, 20]);
    expect(stand.counts.side.lost_by_server).to.equal(undefined);
  });

  it('takes a repeat as delivered', async () => {
    const stand = await standAt10();
    await stand.answer({ kind: 'repeated', current: 30 });
    expect(stand.outcomes).to.deep.equal([
      { delivered: 10, dropped: {} },
      { delivered: 10, dropped: {} },
    ]);
  });

  it('continues from the count of a server that lost events, and reports how many', async () => {
    const stand = await standAt10();
    const [lane = ''] = stand.ranges[0] ?? [];
    await stand.answer(gap(4));
    await stand.answer(gap(4));
    await stand.elapse(50);
    expect(stand.ranges).to.deep.equal([
      [lane, 4, 20],
      [lane, 20, 30],
    ]);
    expect(stand.counts.side.lost_by_server).to.equal(6);
    expect(stand.log.entries).to.deep.equal([
      'error destination bus: the server lost up to 6 events that it had confirmed, or only the count (failover, FLUSHALL, eviction); delivery continues, check its persistence and maxmemory-policy',
    ]);
  });

  it('takes a new lane when another writer uses this one', async () => {
    const stand = await standAt10();
    const [old = ''] = stand.ranges[0] ?? [];
    await stand.answer({ kind: 'repeated', current: 77 });
    await stand.answer({ kind: 'repeated', current: 77 });
    await stand.elapse(50);
    const [fresh = ''] = stand.ranges[0] ?? [];
    expect(fresh)
      .to.match(/^[0-9a-f]{16}$/)
      .and.not.equal(old);
    await stand.offer('a', 5);
    expect(stand.ranges).to.deep.equal([
      [fresh, 0, 10],
      [fresh, 10, 20],
      [fresh, 20, 25],
    ]);
    expect(stand.log.entries).to.deep.equal([
      `error destination bus: another writer uses lane ${old}, such as a copy of this process; delivery continues in lane ${fresh}`,
    ]);
  });

  it('does not count a parcel that was refused as a whole as lost by the server', async () => {
    const stand = await standAt10();
    await stand.answer({ kind: 'delivered', refused: { events: 10, problem: 'CROSSSLOT' } });
    await stand.answer(gap(10));
    await stand.elapse(50);
    expect(stand.ranges.map(([, prev, next]) => [prev, next])).to.deep.equal([[10, 30]]);
    expect(stand.counts.side.lost_by_server).to.equal(undefined);
  });

  it('takes a new lane after a day without events', async () => {
    const stand = new OutboxStand(1);
    await stand.offer('a');
    const [[first] = []] = stand.ranges;
    await stand.answer(DELIVERED);
    await stand.elapse(24 * 60 * 60 * 1000 + 1);
    await stand.offer('a');
    const [[second, prev] = []] = stand.ranges;
    expect(second).to.not.equal(first);
    expect(prev).to.equal(0);
  });
});
