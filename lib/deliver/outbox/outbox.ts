import type { Log } from '../../log/log.ts';
import { dropLater, runWordsOf, type Batch, type DropReason } from '../batch.ts';
import { BatchQueue, type BatchQueueLimits } from '../batch-queue.ts';
import { DestinationCounts } from '../destination-counts.ts';
import type { Destination } from '../destination.ts';
import { NameBook } from '../names/name-book.ts';
import type { Carrier, Refusal } from './carrier.ts';
import type { Parcel } from '../parcel.ts';
import { Dispatcher, type Consignment } from './dispatcher.ts';
import { Lane } from './lane.ts';
import { OutboxSpool, outcomeOf, type SpoolSettings } from './outbox-spool.ts';
import type { StoredEntry } from './parcel-store.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface OutboxConfig {
  readonly name: string;
  readonly queue: BatchQueueLimits;
}

export interface OutboxContext {
  readonly carrier: Carrier;
  readonly log: Log;
  readonly counts?: DestinationCounts;
  /** The disk behind the queue; none if absent. */
  readonly spool?: SpoolSettings | undefined;
  readonly timers?: Timers;
  /** 0 to 1, for the jitter of the back-off. */
  readonly random?: () => number;
}

/** An accepted batch in memory. */
interface Held {
  readonly batch: Batch;
  readonly consignment: Consignment;
  /** Its number in the spool. */
  readonly sequence: number;
  /** Whether it is on disk, too, or on its way there. */
  isCopied: boolean;
  /** Undefined until it is on disk. */
  entry?: StoredEntry;
}

/** A lane idle for longer is replaced: peers forget its count some day. */
const LANE_IDLE_MS = 24 * 60 * 60 * 1000;
/** Of a signal that never aborts. */
const NEVER = new AbortController().signal;

/** The queue of a network destination: bounds what waits, and keeps the memory of batches until the peer has their events. */
export class Outbox implements Destination {
  readonly name: string;
  readonly #queue: BatchQueue;
  readonly #timers: Timers;
  readonly #dispatcher: Dispatcher;
  readonly #spool: OutboxSpool | undefined;
  readonly #names = new NameBook((name) => name);
  /** Accepted batches whose memory is not released, by ticket. */
  readonly #held = new Map<number, Held>();
  /** Calls of `drain` that wait. */
  #drains = 0;
  #lane = new Lane();
  #lastAcceptedMs = 0;
  #closing: Promise<void> | undefined = undefined;
  #closeReason: DropReason = 'closed';

  constructor({ name, queue }: OutboxConfig, context: OutboxContext) {
    const { log, spool } = context;
    const counts = context.counts ?? new DestinationCounts();
    this.name = name;
    this.#queue = new BatchQueue(queue);
    this.#timers = context.timers ?? systemTimers;
    this.#dispatcher = new Dispatcher(name, {
      ...context,
      counts,
      timers: this.#timers,
      failed: () => {
        if (this.#drains > 0) this.#spill();
      },
      laneReplaced: (old, fresh) => this.#replaceLane(old, fresh),
    });
    if (spool === undefined) return;
    this.#spool = new OutboxSpool(spool, {
      name,
      log,
      counts,
      queueBytes: queue.limitBytes,
      timers: this.#timers,
      dispatch: (consignment) => this.#dispatcher.add(consignment),
      carrier: context.carrier,
    });
  }

  accept(batch: Batch): boolean {
    const names = this.#names.read(batch);
    if (this.#closing !== undefined) {
      dropLater(batch, 'closed');
      return true;
    }
    this.#replaceIdleLane();
    switch (this.#spool?.placeOf(batch, this.#queue.hasRoom(batch)) ?? 'memory') {
      case 'memory':
        return this.#hold(batch, names);
      case 'disk':
        this.#spool?.write(batch, this.#parcelOf(batch, names), () => this.#closeReason);
        return true;
      case 'nowhere':
        dropLater(batch, 'spool-full');
        return true;
      case 'refused':
        return false;
    }
  }

  reopen(): void {
    // A connection has no file that log rotation could move.
  }

  /** What is in memory only goes to the spool as soon as `spillFrom` aborts, or the peer does not take it. */
  async drain(signal: AbortSignal, spillFrom: AbortSignal = NEVER): Promise<void> {
    const spill = (): void => this.#spill();
    this.#drains++;
    this.#dispatcher.drain(true);
    this.#spool?.drain(true);
    if (spillFrom.aborted || this.#dispatcher.isFailing || this.#spool?.isBehind === true) spill();
    spillFrom.addEventListener('abort', spill);
    try {
      await Promise.all([this.#queue.drained(signal), this.#spool?.written(signal)]);
    } finally {
      spillFrom.removeEventListener('abort', spill);
      this.#drains--;
      this.#dispatcher.drain(this.#drains > 0);
      this.#spool?.drain(this.#drains > 0);
    }
  }

  close(reason: DropReason = 'closed'): Promise<void> {
    this.#closeReason = reason;
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await this.#dispatcher.close();
    await this.#spool?.close();
    for (const ticket of this.#held.keys()) this.#release(ticket);
    this.#queue.dropAll(this.#closeReason);
  }

  #hold(batch: Batch, names: readonly string[]): boolean {
    const ticket = this.#queue.admit(batch);
    if (ticket === undefined) return false;
    const consignment: Consignment = {
      lane: this.#lane,
      parcel: this.#parcelOf(batch, names),
      delivered: (refused) => this.#delivered(ticket, refused),
    };
    const sequence = this.#spool?.number() ?? 0;
    this.#held.set(ticket, { batch, consignment, sequence, isCopied: false });
    if (this.#spool === undefined) this.#dispatcher.add(consignment);
    else this.#spool.add(sequence, consignment);
    return true;
  }

  /** Stores what is in memory only. */
  #spill(): void {
    const spool = this.#spool;
    if (spool?.isWritable !== true) return;
    for (const [ticket, held] of this.#held) {
      if (held.isCopied) continue;
      const { sequence, consignment } = held;
      held.isCopied = spool.copy(sequence, consignment.parcel, (entry) =>
        this.#copied(ticket, held, entry),
      );
    }
  }

  #copied(ticket: number, held: Held, entry: StoredEntry | undefined): void {
    if (entry === undefined) held.isCopied = false;
    else if (this.#held.has(ticket)) {
      held.entry = entry;
      this.#queue.settle(ticket, { delivered: 0, dropped: {}, spooled: entry.events });
    } else this.#spool?.remove(entry);
  }

  /** Numbers the events of a batch in the present lane. The parcel is a view of the batch, and has all names that its runs use. */
  #parcelOf(batch: Batch, names: readonly string[]): Parcel {
    const { bytes, used, events } = batch;
    const runs = runWordsOf(batch);
    const lane = this.#lane;
    this.#spool?.useLane(lane);
    return { bytes, used, events, runs, names, lane: lane.id, ...lane.number(events) };
  }

  #replaceIdleLane(): void {
    const nowMs = this.#timers.now();
    const isEmpty = this.#queue.isEmpty && this.#spool?.isBehind !== true;
    const isIdle = isEmpty && nowMs - this.#lastAcceptedMs > LANE_IDLE_MS;
    if (isIdle) this.#lane = new Lane();
    this.#lastAcceptedMs = nowMs;
  }

  /** Parcels on disk get their numbers in the fresh lane when they are read: those of further batches must not come before. */
  #replaceLane(old: Lane, fresh: Lane): void {
    this.#spool?.replaceLane(old, fresh);
    if (this.#lane === old) this.#lane = this.#spool?.isBehind === true ? new Lane() : fresh;
  }

  #delivered(ticket: number, refused: Refusal | undefined): void {
    const { batch, entry } = this.#release(ticket);
    const outcome = outcomeOf(batch.events, refused);
    if (entry === undefined) this.#queue.settle(ticket, outcome);
    else this.#spool?.remove(entry, outcome);
  }

  #release(ticket: number): Held {
    const held = this.#held.get(ticket);
    if (held === undefined) throw new Error(`batch ${ticket} was released before`);
    this.#held.delete(ticket);
    held.batch.released();
    return held;
  }
}
