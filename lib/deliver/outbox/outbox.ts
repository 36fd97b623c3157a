import { randomBytes } from 'node:crypto';
import type { Log } from '../../log/log.ts';
import { dropLater, runWordsOf, type Batch, type DropReason } from '../batch.ts';
import { BatchQueue, type BatchQueueLimits } from '../batch-queue.ts';
import type { Destination } from '../destination.ts';
import { NameBook } from '../names/name-book.ts';
import { StateReport } from '../state-report.ts';
import { BackOff } from './back-off.ts';
import type { Carrier, Parcel, Refusal, SendResult } from './carrier.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface OutboxConfig {
  readonly name: string;
  readonly queue: BatchQueueLimits;
}

export interface OutboxContext {
  readonly carrier: Carrier;
  readonly log: Log;
  readonly timers?: Timers;
  /** 0 to 1, for the jitter of the back-off. */
  readonly random?: () => number;
}

/** An accepted batch that is not settled. */
interface Entry {
  readonly ticket: number;
  readonly batch: Batch;
  readonly parcel: Parcel;
}

/**
 * The queue of a network destination: sends batches in order through a carrier, several at a time, and sends again what the peer does
 * not have. After a failure it waits until nothing is in flight, then for the back-off, and continues with the oldest batch.
 */
export class Outbox implements Destination {
  readonly name: string;
  readonly #carrier: Carrier;
  readonly #queue: BatchQueue;
  readonly #timers: Timers;
  readonly #backOff: BackOff;
  readonly #delays: StateReport;
  readonly #refusals: StateReport;
  readonly #lane = randomBytes(8).toString('hex');
  readonly #names = new NameBook((name) => name);
  /** Entries to be sent, oldest first. */
  #waiting: Entry[] = [];
  /** Entries to be sent again, in the order of their results. */
  #failed: Entry[] = [];
  #inFlight = 0;
  /** Calls of `drain` that wait. */
  #drains = 0;
  /** Events of the lane so far. */
  #sequence = 0;
  #failingSinceMs = 0;
  #restMs: number | undefined = undefined;
  #cancelRest: (() => void) | undefined = undefined;
  #closing: Promise<void> | undefined = undefined;
  #closeReason: DropReason = 'closed';

  constructor({ name, queue }: OutboxConfig, context: OutboxContext) {
    this.name = name;
    this.#carrier = context.carrier;
    this.#queue = new BatchQueue(queue);
    this.#timers = context.timers ?? systemTimers;
    this.#backOff = new BackOff(context.carrier.backOff, context.random);
    this.#delays = new StateReport(name, context.log);
    this.#refusals = new StateReport(name, context.log);
    this.#carrier.observe?.({
      windowRose: () => this.#send(),
      works: () => this.#works(),
    });
  }

  accept(batch: Batch): boolean {
    const names = this.#names.read(batch);
    if (this.#closing !== undefined) {
      dropLater(batch, 'closed');
      return true;
    }
    const ticket = this.#queue.admit(batch);
    if (ticket === undefined) return false;
    this.#waiting.push({ ticket, batch, parcel: this.#parcelOf(batch, names) });
    queueMicrotask(() => this.#send());
    return true;
  }

  reopen(): void {
    // A connection has no file that log rotation could move.
  }

  async drain(signal: AbortSignal): Promise<void> {
    this.#drains++;
    queueMicrotask(() => this.#send());
    try {
      await this.#queue.drained(signal);
    } finally {
      this.#drains--;
    }
  }

  close(reason: DropReason = 'closed'): Promise<void> {
    this.#closeReason = reason;
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#cancelRest?.();
    await this.#carrier.close();
    for (const { batch } of [...this.#waiting, ...this.#failed]) batch.released();
    this.#waiting = [];
    this.#failed = [];
    this.#queue.dropAll(this.#closeReason);
  }

  #parcelOf(batch: Batch, names: readonly string[]): Parcel {
    const { bytes, used, events } = batch;
    const prev = this.#sequence;
    this.#sequence += events;
    const next = this.#sequence;
    return { bytes, used, events, runs: runWordsOf(batch), names, lane: this.#lane, prev, next };
  }

  #send(): void {
    while (this.#inFlight < this.#carrier.window && !this.#isResting) {
      const entry = this.#closing === undefined ? this.#waiting.shift() : undefined;
      if (entry === undefined) break;
      this.#inFlight++;
      // A carrier never rejects: an error here is an internal error and ends the process.
      void this.#carrier.send(entry.parcel).then((result) => this.#onResult(entry, result));
    }
    const isComplete = this.#waiting.length === 0 && this.#inFlight > 0 && !this.#isResting;
    if (this.#drains > 0 && isComplete) this.#carrier.confirm?.();
  }

  get #isResting(): boolean {
    return this.#failed.length > 0 || this.#restMs !== undefined;
  }

  #onResult(entry: Entry, result: SendResult): void {
    this.#inFlight--;
    if (result.kind === 'delivered') this.#delivered(entry, result.refused);
    else this.#retry(entry, result);
    if (this.#failed.length > 0 && this.#inFlight === 0) this.#rest();
    this.#send();
  }

  #delivered({ ticket, batch }: Entry, refused: Refusal | undefined): void {
    if (this.#carrier.observe === undefined) this.#works();
    if (refused === undefined) this.#refusals.recovered('accepts all events again');
    else this.#refusals.failed('error', `${refused.problem}; such events are counted as refused`);
    const lost = refused?.events ?? 0;
    batch.released();
    this.#queue.settle(ticket, {
      delivered: batch.events - lost,
      dropped: lost === 0 ? {} : { refused: lost },
    });
  }

  #retry(entry: Entry, { problem, afterMs }: SendResult & { kind: 'retry' }): void {
    this.#failed.push(entry);
    if (this.#closing !== undefined) return;
    if (!this.#delays.isFailing) this.#failingSinceMs = this.#timers.now();
    this.#delays.failed('warn', `${problem}; events wait in the queue`);
    if (afterMs !== undefined) this.#restMs = Math.max(this.#restMs ?? 0, afterMs);
  }

  /** Nothing is in flight: puts failed entries back in order, and continues after the back-off. */
  #rest(): void {
    this.#waiting = [
      ...this.#failed.sort((a, b) => a.parcel.prev - b.parcel.prev),
      ...this.#waiting,
    ];
    this.#failed = [];
    if (this.#closing !== undefined) return;
    this.#restMs = Math.max(this.#restMs ?? 0, this.#backOff.nextMs());
    this.#cancelRest = this.#timers.after(this.#restMs, () => {
      this.#restMs = undefined;
      this.#cancelRest = undefined;
      this.#send();
    });
  }

  #works(): void {
    this.#backOff.reset();
    if (!this.#delays.isFailing) return;
    const seconds = ((this.#timers.now() - this.#failingSinceMs) / 1000).toFixed(1);
    this.#delays.recovered(`delivers again after ${seconds} s`);
  }
}
