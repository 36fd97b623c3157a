import { expect } from 'chai';
import { BatchQueue } from '../../lib/deliver/batch-queue.ts';
import type { Batch } from '../../lib/deliver/batch.ts';
import { Credit } from '../../lib/deliver/credit.ts';
import { reservedBytes } from '../../lib/deliver/reserve.ts';
import type { Config } from '../../lib/config/config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { BatchMaker } from './batch-maker.ts';

const KIB = 1024;

/** A batch that weighs 10 KiB in a queue. */
function batchOf(receipt: number | undefined): Batch {
  const sealed = new BatchMaker().make([{ path: 'a', text: 'x' }]);
  const bytes = new Uint8Array(new SharedArrayBuffer(9 * KIB));
  return { ...sealed, bytes, receipt, released: () => undefined, settled: () => undefined };
}

const limits = (credit: Credit) => ({
  limitBytes: 100 * KIB,
  reservedBytes: 50 * KIB,
  reservedFull: credit.reservedFull,
});

describe('credit', () => {
  const changes: boolean[] = [];

  beforeEach(() => changes.splice(0));

  it('ends while the batches of waiting sources hold the reserved part of a queue', () => {
    const queue = new BatchQueue(limits(new Credit((mayRead) => changes.push(mayRead))));
    const tickets = Array.from({ length: 6 }, (_, chunk) => queue.admit(batchOf(chunk)) ?? -1);
    expect(changes).to.deep.equal([false]);
    const done = { delivered: 1, dropped: {} };
    queue.settle(tickets[0] ?? -1, done);
    expect(changes).to.deep.equal([false]);
    queue.settle(tickets[1] ?? -1, done);
    expect(changes).to.deep.equal([false, true]);
  });

  it('lasts until no queue is full', () => {
    const credit = new Credit((mayRead) => changes.push(mayRead));
    credit.reservedFull(true);
    credit.reservedFull(true);
    credit.reservedFull(false);
    expect(changes).to.deep.equal([false]);
    credit.reservedFull(false);
    expect(changes).to.deep.equal([false, true]);
  });

  it('leaves datagrams the other part, and never refuses a batch of a source that waits', () => {
    const queue = new BatchQueue(limits(new Credit(() => undefined)));
    for (let i = 0; i < 5; i++) expect(queue.admit(batchOf(undefined))).to.be.a('number');
    expect(queue.admit(batchOf(undefined))).to.equal(undefined);
    for (let chunk = 0; chunk < 8; chunk++) expect(queue.admit(batchOf(chunk))).to.be.a('number');
    expect(queue.admit(batchOf(undefined))).to.equal(undefined);
  });

  it('reserves a part of the queues that a waiting source feeds, also through nested routes', () => {
    const base = defaultConfig();
    const [source] = base.sources;
    const [destination] = base.destinations;
    if (source === undefined || destination === undefined) throw new Error('no default');
    const route = { when: undefined, final: false, fallback: false };
    const config = {
      ...base,
      sources: [
        { ...source, name: 'net' },
        { ...source, name: 'stream', type: 'tcp' },
      ],
      destinations: ['a', 'b', 'c'].map((name) => ({ ...destination, name, queueBytes: 1000 })),
      routes: [
        { ...route, from: ['net'], to: ['a'], routes: [] },
        { ...route, from: ['stream'], to: ['b'], routes: [] },
        {
          ...route,
          from: undefined,
          to: [],
          routes: [{ ...route, from: ['stream'], to: ['c'], routes: [] }],
        },
      ],
    } as unknown as Config;
    expect([...reservedBytes(config)]).to.deep.equal([
      ['a', 0],
      ['b', 500],
      ['c', 500],
    ]);
  });
});
