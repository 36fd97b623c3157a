import { expect } from 'chai';
import type { Outcome } from '../../../lib/deliver/batch.ts';
import type { Carrier, CarrierEvents, SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { BatchMaker } from '../batch-maker.ts';
import { LogRecord } from '../log-record.ts';

/** A carrier whose sends are answered by the test. */
class Manual implements Carrier {
  readonly backOff = { minMs: 50, maxMs: 5000 };
  readonly sent: { readonly parcel: Parcel; readonly answer: (result: SendResult) => void }[] = [];
  window: number;
  confirmed = 0;
  events: CarrierEvents | undefined;
  /** Absent: each delivery proves that the connection works. */
  readonly observe: ((events: CarrierEvents) => void) | undefined;

  constructor(window: number, decidesItself: boolean) {
    this.window = window;
    this.observe = decidesItself ? (events) => (this.events = events) : undefined;
  }

  confirm(): void {
    this.confirmed++;
  }

  send(parcel: Parcel): Promise<SendResult> {
    return new Promise((answer) => this.sent.push({ parcel, answer }));
  }

  close(): Promise<void> {
    for (const { answer } of this.sent) answer({ kind: 'retry', problem: 'closed' });
    return Promise.resolve();
  }
}

/** An outbox with a manual carrier and a clock that the test moves. */
export class OutboxStand {
  nowMs = 0;
  readonly carrier: Manual;
  readonly log = new LogRecord();
  readonly outbox: Outbox;
  readonly counts = new DestinationCounts();
  readonly outcomes: Outcome[] = [];
  released = 0;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];
  readonly #maker = new BatchMaker();

  constructor(window: number, decidesItself = false) {
    this.carrier = new Manual(window, decidesItself);
    this.outbox = new Outbox(
      { name: 'bus', queue: { limitBytes: 1_000_000 } },
      {
        carrier: this.carrier,
        log: this.log,
        counts: this.counts,
        random: () => 0,
        timers: {
          now: () => this.nowMs,
          after: (delayMs, callback) => {
            const timer = { dueMs: this.nowMs + delayMs, callback };
            this.#timers.push(timer);
            return () => {
              this.#timers = this.#timers.filter((each) => each !== timer);
            };
          },
        },
      },
    );
  }

  async offer(path: string, events = 1): Promise<void> {
    const batch = this.#maker.make([{ path, text: 'x', events }]);
    const isAccepted = this.outbox.accept({
      ...batch,
      released: () => this.released++,
      settled: (outcome) => this.outcomes.push(outcome),
    });
    expect(isAccepted).to.equal(true);
    await this.turn();
  }

  /** Answers the oldest unanswered send. */
  async answer(result: SendResult): Promise<void> {
    const [send] = this.carrier.sent.splice(0, 1);
    send?.answer(result);
    await this.turn();
  }

  /** The first event numbers of the parcels in flight. */
  get inFlight(): number[] {
    return this.carrier.sent.map(({ parcel }) => parcel.prev);
  }

  /** The lanes and numbers of the parcels in flight. */
  get ranges(): [string, number, number][] {
    return this.carrier.sent.map(({ parcel: { lane, prev, next } }) => [lane, prev, next]);
  }

  /** Delays of the timers that are set. */
  get delays(): number[] {
    return this.#timers.map(({ dueMs }) => dueMs - this.nowMs);
  }

  async elapse(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.#timers.filter(({ dueMs }) => dueMs <= this.nowMs);
    this.#timers = this.#timers.filter(({ dueMs }) => dueMs > this.nowMs);
    for (const { callback } of due) callback();
    await this.turn();
  }

  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
