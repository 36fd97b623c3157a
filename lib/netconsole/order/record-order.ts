import { EventView } from '../../event/event-view.ts';
import { EXTENDED } from '../../event/format.ts';
import { capacityFor } from '../buffer-store.ts';
import { DeadlineList } from '../deadline-list.ts';
import type { DecoderContext } from '../decoder-context.ts';
import { BAD_FRAGMENT, ExtendedHeader, WHOLE } from '../extended/extended-header.ts';
import type { ExtendedRecords } from '../extended/extended-records.ts';
import { WaitingRecord } from './waiting-record.ts';
import { WaitingRecords } from './waiting-records.ts';

const MAX_PER_SENDER = 512;
/** The part of the memory for open records that those which wait may take: pieces of records need the rest. */
const SHARE = 1 / 4;
/** A longer wait would outlast the pause that ends a burst, and so decide between a reboot and a replay. */
const LONGEST_IN_DOUBT_MS = 500;

/**
 * Reorders the packets of extended records by their numbers, before all other processing: a
 * packet waits while a number between it and the highest one passed on is missing, or while the record of the number
 * before it lacks pieces; but for `reorderWaitMs` at most, from its own arrival on. Numbers that do not rise never wait.
 *
 * Waiting packets are copies. When a sender has more than fits its caps, all of it leaves in order; when there is more than fits
 * that of all senders, what has waited longest leaves.
 */
export class RecordOrder {
  readonly #context: DecoderContext;
  readonly #records: ExtendedRecords;
  readonly #waiting = new Map<number, WaitingRecords>();
  readonly #deadlines: DeadlineList<WaitingRecord>;
  readonly #isLong: boolean;
  readonly #maxBytes: number;
  #bytes = 0;
  /** View of packets that waited, so that the view of the current packet is unchanged. */
  #view: EventView | undefined = undefined;
  readonly #header = new ExtendedHeader();

  constructor(context: DecoderContext, records: ExtendedRecords) {
    const { reorderWaitMs, maxAssemblyBytes } = context.limits;
    this.#context = context;
    this.#records = records;
    this.#deadlines = new DeadlineList(reorderWaitMs);
    this.#isLong = reorderWaitMs > LONGEST_IN_DOUBT_MS;
    this.#maxBytes = maxAssemblyBytes * SHARE;
  }

  /** Takes one packet; `header` was decoded from it. */
  take(view: EventView, header: ExtendedHeader, nowMs: number): void {
    const { history } = this.#context;
    const { slot } = view;
    // Waiting or not, the sender is a kernel.
    history.markKnown(slot, nowMs);
    const waiting = this.#waiting.size === 0 ? undefined : this.#waiting.get(slot);
    const isRegression = history.isRegression(view);
    if (isRegression || this.#isOutside(view, header) || this.#isNext(slot, view.kernel.sequence)) {
      // No packet of the previous boot may follow a packet that may begin another one.
      if (waiting !== undefined && isRegression) this.#releaseTo(waiting, Infinity, nowMs);
      this.#records.decode(view, header, nowMs);
      if (waiting !== undefined) this.#releaseReady(waiting, nowMs);
      return;
    }
    if (waiting?.has(view) === true) this.#context.counts.duplicate();
    else if (!this.#keep(view, nowMs)) this.#passAll(view, header, nowMs);
  }

  /** Infinite when nothing waits. */
  get nextDeadline(): number {
    return this.#deadlines.nextDeadline;
  }

  /** Whether packets of the sender wait. */
  holds(slot: number): boolean {
    return this.#waiting.has(slot);
  }

  /** Passes on packets due `until` then, and, if `hasGivenUp` records, those that no longer wait for one. */
  expire(nowMs: number, until: number, hasGivenUp: boolean): void {
    if (hasGivenUp) {
      for (const waiting of this.#waiting.values()) this.#releaseReady(waiting, nowMs);
    }
    for (;;) {
      const record = this.#deadlines.first;
      if (record === undefined || record.dueMs > until) return;
      this.#release(record, nowMs);
    }
  }

  /** Lets go of all, and gives up what it waited for, for the end. */
  flush(nowMs: number): void {
    for (const waiting of this.#waiting.values()) this.#end(waiting, nowMs);
  }

  /** The same for one sender. */
  forget(slot: number, nowMs: number): void {
    const waiting = this.#waiting.get(slot);
    if (waiting !== undefined) this.#end(waiting, nowMs);
  }

  /** Whether the packet takes no part in this: its number is not compared, or its marker cannot be trusted. */
  #isOutside({ kernel }: EventView, header: ExtendedHeader): boolean {
    if (Number.isNaN(kernel.sequence) || Number.isNaN(kernel.uptimeUs)) return true;
    if (header.fragment === WHOLE) return false;
    const { maxFragmentedBytes } = this.#context.limits;
    return header.fragment === BAD_FRAGMENT || header.fragmentTotal > maxFragmentedBytes;
  }

  /** Whether no packet that may still arrive belongs before this number. */
  #isNext(slot: number, sequence: number): boolean {
    const { history } = this.#context;
    if (this.#isLong && history.isInDoubt(slot)) return true;
    const highest = history.highest(slot);
    if (highest < 0 || sequence <= highest) return true;
    return sequence === highest + 1 && !this.#records.isIncomplete(slot, highest);
  }

  /** Copies the packet; false when there is no room for it. */
  #keep(view: EventView, nowMs: number): boolean {
    const { buffers, counts, limits } = this.#context;
    const { slot } = view;
    const known = this.#waiting.get(slot);
    const length = view.end - view.start;
    if (known !== undefined) {
      const isFull = known.bytes + capacityFor(length) > limits.maxPerSenderBytes;
      if (isFull || known.count >= MAX_PER_SENDER) return false;
    }
    const store = buffers.take(length);
    if (store === undefined) return false;
    const record = new WaitingRecord(view, store);
    const waiting = known ?? new WaitingRecords(slot);
    if (known === undefined) this.#waiting.set(slot, waiting);
    waiting.insert(record);
    this.#bytes += store.length;
    this.#deadlines.arm(record, nowMs);
    counts.opened();
    while (this.#bytes > this.#maxBytes) {
      this.#release(this.#deadlines.first as WaitingRecord, nowMs);
    }
    return true;
  }

  /** Passes on all packets of the sender in order, including the current one. */
  #passAll(view: EventView, header: ExtendedHeader, nowMs: number): void {
    const waiting = this.#waiting.get(view.slot);
    if (waiting !== undefined) this.#releaseTo(waiting, view.kernel.sequence, nowMs);
    this.#records.decode(view, header, nowMs);
    if (waiting !== undefined) this.#releaseTo(waiting, Infinity, nowMs);
  }

  /** The wait of this one is over, and so is that of all before it. */
  #release(record: WaitingRecord, nowMs: number): void {
    const waiting = this.#waiting.get(record.sender.slot) as WaitingRecords;
    this.#releaseTo(waiting, record.sequence, nowMs);
    this.#releaseReady(waiting, nowMs);
  }

  #releaseTo(waiting: WaitingRecords, sequence: number, nowMs: number): void {
    for (;;) {
      const { first } = waiting;
      if (first === undefined || first.sequence > sequence) return;
      this.#pass(waiting, first, nowMs);
    }
  }

  #releaseReady(waiting: WaitingRecords, nowMs: number): void {
    for (;;) {
      const { first, slot } = waiting;
      if (first === undefined || !this.#isNext(slot, first.sequence)) return;
      this.#pass(waiting, first, nowMs);
    }
  }

  #end(waiting: WaitingRecords, nowMs: number): void {
    for (;;) {
      const { first, slot } = waiting;
      if (first === undefined) return;
      if (!this.#isNext(slot, first.sequence)) this.#records.forget(slot, nowMs);
      this.#pass(waiting, first, nowMs);
    }
  }

  /** Passes on the first one of the sender. */
  #pass(waiting: WaitingRecords, record: WaitingRecord, nowMs: number): void {
    const { buffers, counts } = this.#context;
    waiting.shift();
    if (waiting.count === 0) this.#waiting.delete(waiting.slot);
    this.#deadlines.cancel(record);
    this.#bytes -= record.store.length;
    counts.released(1);
    const view = this.#show(record);
    if (this.#header.decode(view)) this.#records.decode(view, this.#header, nowMs);
    buffers.giveBack(record.store);
  }

  #show({ store, length, sender, listener, receivedUs, problems }: WaitingRecord): EventView {
    const view = this.#view ?? new EventView(sender, listener);
    this.#view = view;
    view.bytes = store;
    view.start = 0;
    view.end = length;
    view.format = EXTENDED;
    view.receivedUs = receivedUs;
    view.sender = sender;
    view.listener = listener;
    view.host = sender.host;
    view.problems = problems;
    return view;
  }
}
