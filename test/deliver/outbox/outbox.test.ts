import { expect } from 'chai';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { BatchEncoder } from '../../../lib/deliver/batch-encoder.ts';
import type { SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { describeDestination } from '../conformance.ts';
import { LogRecord } from '../log-record.ts';
import { LineCarrier, lineForm } from './line-carrier.ts';
import { LineServer } from './line-server.ts';
import { OutboxStand } from './outbox-stand.ts';

const never = new AbortController().signal;

describeDestination('lines over TCP', async ({ queueBytes }) => {
  const server = new LineServer();
  await server.listen();
  const destination = new Outbox(
    { name: 'tcp', queue: { limitBytes: queueBytes } },
    { carrier: new LineCarrier(server.port), log: new LogRecord() },
  );
  return {
    destination,
    createEncoder: (context) => new BatchEncoder(context, lineForm),
    written: () => server.text,
    away: () => server.stop(),
    back: () => server.listen(),
    end: () => server.stop(),
  };
});

const DELIVERED: SendResult = { kind: 'delivered' };
const RETRY: SendResult = { kind: 'retry', problem: 'Cannot reach bus: ECONNREFUSED; start it' };

describe('outbox', () => {
  it('numbers the events of one lane and keeps its window', async () => {
    const stand = new OutboxStand(2);
    for (const events of [3, 1, 2]) await stand.offer('a', events);
    const { sent } = stand.carrier;
    expect(sent.map(({ parcel: { prev, next } }) => [prev, next])).to.deep.equal([
      [0, 3],
      [3, 4],
    ]);
    expect(sent[0]?.parcel.lane).to.match(/^[0-9a-f]{16}$/);
    expect(sent[1]?.parcel.lane).to.equal(sent[0]?.parcel.lane);
    await stand.answer(DELIVERED);
    expect(stand.inFlight).to.deep.equal([3, 4]);
    expect(stand.outcomes).to.deep.equal([{ delivered: 3, dropped: {} }]);
    expect(stand.released).to.equal(1);
  });

  it('gives each parcel all names, also those of earlier and refused batches', async () => {
    const stand = new OutboxStand(9);
    for (const path of ['a', 'b', 'a']) await stand.offer(path);
    const names = stand.carrier.sent.map(({ parcel }) => parcel.names[parcel.runs[0] ?? -1]);
    expect(names).to.deep.equal(['a', 'b', 'a']);
  });

  it('sends again in order once nothing is in flight, after a back-off', async () => {
    const stand = new OutboxStand(3);
    for (let i = 0; i < 5; i++) await stand.offer('a');
    await stand.answer(RETRY);
    expect([stand.inFlight, stand.delays]).to.deep.equal([[1, 2], []]);
    await stand.answer(DELIVERED);
    expect([stand.inFlight, stand.delays]).to.deep.equal([[2], []]);
    await stand.answer(RETRY);
    expect([stand.inFlight, stand.delays]).to.deep.equal([[], [50]]);
    await stand.offer('a');
    expect(stand.inFlight).to.deep.equal([]);
    await stand.elapse(50);
    expect(stand.inFlight).to.deep.equal([0, 2, 3]);
  });

  it('doubles its delay up to the limit, and begins anew after a delivery', async () => {
    const stand = new OutboxStand(1);
    for (let i = 0; i < 2; i++) await stand.offer('a');
    const delays: number[] = [];
    for (let i = 0; i < 9; i++) {
      await stand.answer(RETRY);
      delays.push(...stand.delays);
      await stand.elapse(5000);
    }
    expect(delays).to.deep.equal([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    await stand.answer(DELIVERED);
    await stand.answer(RETRY);
    expect(stand.delays).to.deep.equal([50]);
  });

  it('waits as long as the carrier asks for', async () => {
    const stand = new OutboxStand(1);
    await stand.offer('a');
    await stand.answer({ kind: 'retry', problem: 'x', afterMs: 5000 });
    expect(stand.delays).to.deep.equal([5000]);
    await stand.elapse(5000);
    await stand.answer(RETRY);
    expect(stand.delays).to.deep.equal([100]);
  });

  it('logs one line when it fails, one for another cause, and one when it delivers again', async () => {
    const stand = new OutboxStand(1);
    await stand.offer('a');
    for (const result of [RETRY, RETRY, { kind: 'retry', problem: 'NOAUTH' } as const]) {
      await stand.answer(result);
      await stand.elapse(1000);
    }
    await stand.answer(DELIVERED);
    expect(stand.log.entries).to.deep.equal([
      'warn destination bus: Cannot reach bus: ECONNREFUSED; start it; events wait in the queue',
      'warn destination bus: NOAUTH; events wait in the queue',
      'info destination bus: delivers again after 3.0 s',
    ]);
  });

  it('counts what the peer rejects as refused, and logs the change once', async () => {
    const stand = new OutboxStand(1);
    const refused = { events: 1, problem: 'Cannot append to stream x: WRONGTYPE; delete it' };
    for (let i = 0; i < 3; i++) await stand.offer('a', 3);
    await stand.answer({ kind: 'delivered', refused });
    await stand.answer({ kind: 'delivered', refused });
    await stand.answer(DELIVERED);
    expect(stand.outcomes).to.deep.equal([
      { delivered: 2, dropped: { refused: 1 } },
      { delivered: 2, dropped: { refused: 1 } },
      { delivered: 3, dropped: {} },
    ]);
    expect(stand.log.entries).to.deep.equal([
      'error destination bus: Cannot append to stream x: WRONGTYPE; delete it; such events are counted as refused',
      'info destination bus: accepts all events again',
    ]);
  });

  it('sends when the window of its carrier has risen', async () => {
    const stand = new OutboxStand(0, true);
    for (let i = 0; i < 3; i++) await stand.offer('a');
    expect(stand.inFlight).to.deep.equal([]);
    stand.carrier.window = 2;
    stand.carrier.events?.windowRose();
    expect(stand.inFlight).to.deep.equal([0, 1]);
  });

  it('leaves it to a carrier that can tell when the connection works', async () => {
    const stand = new OutboxStand(1, true);
    for (let i = 0; i < 3; i++) await stand.offer('a');
    await stand.answer(RETRY);
    await stand.elapse(50);
    await stand.answer(DELIVERED);
    await stand.answer(RETRY);
    expect(stand.delays).to.deep.equal([100]);
    expect(stand.log.entries.length).to.equal(1);
    await stand.elapse(100);
    stand.carrier.events?.works();
    await stand.answer(RETRY);
    expect(stand.delays).to.deep.equal([50]);
    expect(stand.log.entries[1]).to.equal('info destination bus: delivers again after 0.1 s');
  });

  it('asks for results that come late when it drains and everything is in flight', async () => {
    const stand = new OutboxStand(1);
    for (let i = 0; i < 2; i++) await stand.offer('a');
    const drained = stand.outbox.drain(never);
    await stand.turn();
    expect(stand.carrier.confirmed).to.equal(0);
    await stand.answer(DELIVERED);
    expect(stand.carrier.confirmed).to.equal(1);
    await stand.answer(DELIVERED);
    await drained;
    await stand.offer('a');
    expect(stand.carrier.confirmed).to.equal(1);
  });

  it('keeps order and count whatever the results', async () => {
    const step = record({
      offers: integer({ min: 0, max: 3 }),
      result: constantFrom<SendResult>(DELIVERED, DELIVERED, RETRY),
    });
    await assert(
      asyncProperty(
        array(step, { maxLength: 30 }),
        integer({ min: 1, max: 4 }),
        async (steps, window) => {
          const stand = new OutboxStand(window);
          const delivered: number[] = [];
          let offered = 0;
          for (const { offers, result } of steps) {
            for (let i = 0; i < offers; i++, offered++) await stand.offer('a');
            // In order of their numbers, no more than the window, and none twice.
            expect(stand.inFlight).to.deep.equal(stand.inFlight.toSorted((a, b) => a - b));
            expect(stand.inFlight.length).to.be.at.most(window);
            const [first] = stand.inFlight;
            if (first !== undefined && result.kind === 'delivered') delivered.push(first);
            await stand.answer(result);
            await stand.elapse(10_000);
          }
          while (stand.inFlight.length > 0) {
            delivered.push(stand.inFlight[0] as number);
            await stand.answer(DELIVERED);
            await stand.elapse(10_000);
          }
          await stand.outbox.drain(never);
          expect(delivered.toSorted((a, b) => a - b)).to.deep.equal(
            Array.from({ length: offered }, (_, i) => i),
          );
          expect(stand.outcomes.length).to.equal(offered);
          expect(stand.released).to.equal(offered);
          await stand.outbox.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('releases and drops everything when it is closed while away', async () => {
    const stand = new OutboxStand(2);
    for (let i = 0; i < 4; i++) await stand.offer('a');
    await stand.answer(RETRY);
    await stand.outbox.close('drain-deadline');
    expect(stand.outcomes).to.deep.equal(
      Array.from({ length: 4 }, () => ({ delivered: 0, dropped: { 'drain-deadline': 1 } })),
    );
    expect([stand.released, stand.delays]).to.deep.equal([4, []]);
    expect(stand.log.entries.length).to.equal(1);
  });
});
