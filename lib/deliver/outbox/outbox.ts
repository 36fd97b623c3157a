import type { Log } from '../../log/log.ts';
import { dropLater, runWordsOf, type Batch, type DropReason } from '../batch.ts';
import { BatchQueue, type BatchQueueLimits } from '../batch-queue.ts';
import { DestinationCounts } from '../destination-counts.ts';
import type { Destination } from '../destination.ts';
import { NameBook } from '../names/name-book.ts';
import type { Carrier, Refusal } from './carrier.ts';
import type { Parcel } from '../parcel.ts';
import { Dispatcher } from './dispatcher.ts';
import { Lane } from './lane.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface OutboxConfig {
  readonly name: string;
  readonly queue: BatchQueueLimits;
}

export interface OutboxContext {
  readonly carrier: Carrier;
  readonly log: Log;
  readonly counts?: DestinationCounts;
  readonly timers?: Timers;
  /** 0 to 1, for the jitter of the back-off. */
  readonly random?: () => number;
}

/** A lane idle for longer is replaced: peers forget its count some day. */
const LANE_IDLE_MS = 24 * 60 * 60 * 1000;

/** The queue of a network destination: bounds what waits, and keeps the memory of batches until the peer has their events. */
export class Outbox implements Destination {
  readonly name: string;
  readonly #queue: BatchQueue;
  readonly #timers: Timers;
  readonly #dispatcher: Dispatcher;
  readonly #names = new NameBook((name) => name);
  /** Accepted batches whose memory is not released, by ticket. */
  readonly #held = new Map<number, Batch>();
  /** Calls of `drain` that wait. */
  #drains = 0;
  #lane = new Lane();
  #lastAcceptedMs = 0;
  #closing: Promise<void> | undefined = undefined;
  #closeReason: DropReason = 'closed';

  constructor({ name, queue }: OutboxConfig, context: OutboxContext) {
    this.name = name;
    this.#queue = new BatchQueue(queue);
    this.#timers = context.timers ?? systemTimers;
    this.#dispatcher = new Dispatcher(name, {
      ...context,
      counts: context.counts ?? new DestinationCounts(),
      timers: this.#timers,
      laneReplaced: (old, fresh) => {
        if (this.#lane === old) this.#lane = fresh;
      },
    });
  }

  accept(batch: Batch): boolean {
    const names = this.#names.read(batch);
    if (this.#closing !== undefined) {
      dropLater(batch, 'closed');
      return true;
    }
    this.#replaceIdleLane();
    const ticket = this.#queue.admit(batch);
    if (ticket === undefined) return false;
    this.#held.set(ticket, batch);
    const lane = this.#lane;
    const parcel = parcelOf(batch, names, lane);
    const delivered = (refused: Refusal | undefined): void => this.#delivered(ticket, refused);
    this.#dispatcher.add({ lane, parcel, delivered });
    return true;
  }

  reopen(): void {
    // A connection has no file that log rotation could move.
  }

  async drain(signal: AbortSignal): Promise<void> {
    this.#drains++;
    this.#dispatcher.drain(true);
    try {
      await this.#queue.drained(signal);
    } finally {
      this.#drains--;
      this.#dispatcher.drain(this.#drains > 0);
    }
  }

  close(reason: DropReason = 'closed'): Promise<void> {
    this.#closeReason = reason;
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await this.#dispatcher.close();
    for (const ticket of this.#held.keys()) this.#release(ticket);
    this.#queue.dropAll(this.#closeReason);
  }

  #replaceIdleLane(): void {
    const nowMs = this.#timers.now();
    const isIdle = this.#queue.isEmpty && nowMs - this.#lastAcceptedMs > LANE_IDLE_MS;
    if (isIdle) this.#lane = new Lane();
    this.#lastAcceptedMs = nowMs;
  }

  #delivered(ticket: number, refused: Refusal | undefined): void {
    const { events } = this.#release(ticket);
    const lost = refused?.events ?? 0;
    const dropped = lost === 0 ? {} : { refused: lost };
    this.#queue.settle(ticket, { delivered: events - lost, dropped });
  }

  #release(ticket: number): Batch {
    const batch = this.#held.get(ticket);
    if (batch === undefined) throw new Error(`batch ${ticket} was released before`);
    this.#held.delete(ticket);
    batch.released();
    return batch;
  }
}

/** Numbers the events of a batch in the lane. The parcel is a view of the batch, and has all names that its runs use. */
function parcelOf(batch: Batch, names: readonly string[], lane: Lane): Parcel {
  const { bytes, used, events } = batch;
  const runs = runWordsOf(batch);
  return { bytes, used, events, runs, names, lane: lane.id, ...lane.number(events) };
}
