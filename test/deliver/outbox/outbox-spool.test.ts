import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import type { SpoolMode } from '../../../lib/config/destination-config.ts';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import { BatchMaker } from '../batch-maker.ts';
import { LogRecord } from '../log-record.ts';
import { until } from '../spool/until.ts';
import { CountingPeer } from './counting-peer.ts';

/** Room for three small batches in memory. */
const QUEUE_BYTES = 4 * 1024;
const MAX_SIZE = 1024 * 1024;

/** An outbox with a spool, which is ended and started again. */
class SpooledOutbox {
  readonly peer = new CountingPeer();
  readonly log = new LogRecord();
  readonly #directory = mkdtempSync(join(tmpdir(), 'netconsole-relay-'));
  readonly #mode: SpoolMode;
  #maker = new BatchMaker();
  #spool: Spool | undefined;
  #outbox: Outbox | undefined;
  counts = new DestinationCounts();
  offered = 0;

  constructor(mode: SpoolMode) {
    this.#mode = mode;
  }

  async start(): Promise<void> {
    this.counts = new DestinationCounts();
    this.#maker = new BatchMaker();
    this.#spool = await Spool.open(this.#directory, this.log);
    this.counts.restore(this.#spool.section('bus').takeFound().events, 0);
    this.#outbox = this.#createOutbox(this.#spool);
  }

  /** Replaces the outbox as a reload does. The returned function ends the old one. */
  replace(): () => Promise<void> {
    const old = this.#outbox;
    if (this.#spool !== undefined) this.#outbox = this.#createOutbox(this.#spool);
    this.#maker = new BatchMaker(0, 2);
    return async () => {
      await old?.drain(AbortSignal.timeout(10_000), AbortSignal.abort());
      await old?.close();
    };
  }

  #createOutbox(opened: Spool): Outbox {
    const spool = { mode: this.#mode, store: opened.section('bus').use(MAX_SIZE) };
    return new Outbox(
      { name: 'bus', queue: { limitBytes: QUEUE_BYTES } },
      { carrier: this.peer, log: this.log, counts: this.counts, spool },
    );
  }

  offer(): void {
    const batch = this.#maker.make([{ path: `${this.offered++}`, text: 'x', events: 2 }]);
    this.counts.handedOver += 2;
    const isAccepted = this.#outbox?.accept({
      ...batch,
      released: () => batch.bytes.fill(0x23),
      settled: (outcome) => this.counts.settle(outcome),
    });
    expect(isAccepted).to.equal(true);
  }

  async stop(): Promise<void> {
    await this.#outbox?.drain(AbortSignal.timeout(10_000), AbortSignal.abort());
    await this.#outbox?.close('drain-deadline');
    expect(this.counts.dropped).to.deep.equal({});
    expect(this.counts.queued).to.equal(0);
    await this.#spool?.close();
  }

  async delivered(): Promise<void> {
    const { counts } = this;
    await until(
      () => counts.queued === 0 && counts.spooled === 0,
      () => `${JSON.stringify(counts)}\n${this.log.entries.join('\n')}`,
    );
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true });
  }
}

type Step = 'offer' | 'away' | 'back' | 'wait' | 'restart' | 'meddle';

describe('outbox with a spool', () => {
  // After a restart nobody knows how far a lane was sent: that another writer uses it does not show then.
  for (const event of ['restart', 'meddle'] as const) {
    for (const mode of ['overflow', 'always'] as const) {
      it(`delivers each batch once, in order, whatever happens: ${mode}, ${event}`, async function () {
        this.timeout(60_000);
        const usual = ['offer', 'offer', 'offer', 'offer', 'away', 'back', 'back', 'wait'] as const;
        const step = constantFrom<Step>(...usual, 'wait', event);
        await assert(
          asyncProperty(array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
            const stand = new SpooledOutbox(mode);
            await stand.start();
            for (const each of steps) await perform(each, stand);
            stand.peer.isAway = false;
            await stand.delivered();
            await stand.end();
            const all = Array.from({ length: stand.offered }, (_, i) => `${i}`);
            expect(stand.peer.taken).to.deep.equal(all);
          }),
          { numRuns: event === 'meddle' ? 30 : 10 },
        );
      });
    }
  }

  it('leaves what it has on disk to the next outbox of its destination', async () => {
    const stand = new SpooledOutbox('overflow');
    await stand.start();
    stand.peer.isAway = true;
    for (let i = 0; i < 20; i++) stand.offer();
    const endOld = stand.replace();
    for (let i = 0; i < 20; i++) stand.offer();
    stand.peer.isAway = false;
    await endOld();
    await stand.delivered();
    const all = Array.from({ length: 40 }, (_, i) => `${i}`);
    expect(stand.peer.taken).to.deep.equal(all);
    await stand.end();
  });

  it('takes a third lane when another writer uses that of batches on disk', async () => {
    const stand = new SpooledOutbox('overflow');
    await stand.start();
    stand.offer();
    await stand.delivered();
    stand.peer.isAway = true;
    for (let i = 0; i < 20; i++) stand.offer();
    await until(() => stand.counts.spooled > 20);
    stand.peer.meddle();
    stand.peer.isAway = false;
    for (let i = 0; i < 20; i++) {
      stand.offer();
      await pause(1);
    }
    await stand.delivered();
    expect(stand.peer.taken).to.deep.equal(Array.from({ length: 41 }, (_, i) => `${i}`));
    expect(stand.log.entries.filter((entry) => /another writer/.test(entry))).to.have.length(1);
    await stand.end();
  });
});

async function perform(step: Step, stand: SpooledOutbox): Promise<void> {
  switch (step) {
    case 'offer':
      stand.offer();
      break;
    case 'away':
      stand.peer.isAway = true;
      break;
    case 'back':
      stand.peer.isAway = false;
      break;
    case 'wait':
      await pause(3);
      break;
    case 'restart':
      await stand.stop();
      await stand.start();
      break;
    case 'meddle':
      stand.peer.meddle();
      break;
    default:
      step satisfies never;
  }
}
