import type { EventView } from '../event/event-view.ts';
import { DuplicateTable, TableBudget } from './duplicate-table.ts';
import { FallJudge, NEW, type HistoryListener } from './fall-judge.ts';
import { FirstRecords } from './first-records.ts';
import { messageId } from './kernel-fields.ts';
import { SenderState, STEADY, UNDECIDED } from './sender-state.ts';

/**
 * Follows sequence numbers, uptimes and message ids of each sender, by slot: finds repeated records, gaps, reboots and
 * replays, and estimates when old records were written.
 */
export class SenderHistory {
  readonly #listener: HistoryListener;
  readonly #budget: TableBudget;
  readonly #judge: FallJudge;
  readonly #first = new FirstRecords();
  #states: (SenderState | undefined)[] = [];

  constructor(maxTableBytes: number, listener: HistoryListener) {
    this.#listener = listener;
    this.#budget = new TableBudget(maxTableBytes);
    this.#judge = new FallJudge(listener);
  }

  markKnown(slot: number, nowMs: number): void {
    this.#first.markKnown(slot, nowMs);
  }

  /** When the sender last wrote as a kernel does; NaN for never. */
  knownMs(slot: number): number {
    return this.#first.knownMs(slot);
  }

  /** Infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#judge.nextDeadline;
  }

  /** Whether datagrams of the sender are held. */
  holds(slot: number): boolean {
    return this.#states[slot]?.held !== undefined;
  }

  /** Bytes of all tables. */
  get tableBytes(): number {
    return this.#budget.used;
  }

  /**
   * Takes an extended record, or the first piece of one, with the length of its whole body; returns `NEW`, `DUPLICATE`
   * or `HELD` (then it is given to `hold`). Fills gap, order and estimated time. New ones are given to `complete` when
   * their fields are known.
   */
  extended(view: EventView, length: number, nowMs: number): number {
    const { sequence, uptimeUs } = view.kernel;
    if (Number.isNaN(sequence) || Number.isNaN(uptimeUs)) return NEW;
    const state = this.#states[view.sender.slot] ?? this.#meet(view);
    if (state === undefined) return NEW;
    state.listener = view.listener;
    if (state.mode !== STEADY || !state.isRising(view)) {
      return this.#judge.extended(state, view, length, nowMs);
    }
    state.place(view);
    return NEW;
  }

  /** Takes a new record when it is complete and its fields are decoded; `length` is that of its whole body. */
  complete(view: EventView, length: number, nowMs: number): void {
    const { sequence, uptimeUs } = view.kernel;
    if (Number.isNaN(sequence) || Number.isNaN(uptimeUs)) return;
    const state = this.#states[view.sender.slot];
    if (state === undefined) {
      this.#first.complete(view, length);
      return;
    }
    const table = state.table ?? this.#tableFor(state);
    if (table !== undefined) table.add(sequence, uptimeUs, length);
    else if (sequence === state.maxSequence) state.lastLength = length;
    if (view.kernel.fieldsStart < 0 || state.mode >= UNDECIDED) return;
    const id = messageId(view);
    if (id < 0) return;
    if (state.ids.take(id, sequence)) this.#listener.lost(state);
    if (state.ids.isPending) this.#judge.wait(state, nowMs);
  }

  /** Takes a basic record that has an uptime. Fills the estimated time. */
  basic(view: EventView, nowMs: number): void {
    const state = this.#states[view.sender.slot] ?? this.#meet(view);
    if (state === undefined) return;
    state.listener = view.listener;
    this.#judge.basic(state, view, nowMs);
  }

  /** Keeps the datagram of a record that is `HELD`. */
  hold(view: EventView): void {
    this.#judge.hold(this.#states[view.sender.slot] as SenderState, view);
  }

  /** Decides what is due `until` then. */
  expire(until: number): void {
    this.#judge.expire(until);
  }

  /** Decides what is open of the sender. */
  settle(slot: number): void {
    const state = this.#states[slot];
    if (state !== undefined) this.#judge.settleAll(state);
  }

  /** The same, and forgets the sender. */
  forget(slot: number): void {
    this.settle(slot);
    const state = this.#states[slot];
    if (state !== undefined) {
      if (state.table !== undefined) this.#budget.giveBack(state.table.bytes);
      this.#states[slot] = undefined;
    }
    this.#first.forget(slot);
  }

  /** The state of a sender heard the second time; undefined the first time. */
  #meet(view: EventView): SenderState | undefined {
    const first = this.#first;
    const { sender, listener } = view;
    const { slot } = sender;
    if (!first.has(slot)) {
      first.keep(view);
      return undefined;
    }
    const receivedUs = first.receivedUs(slot);
    const uptimeUs = first.uptimeUs(slot);
    const state = new SenderState(sender, listener, receivedUs - uptimeUs, receivedUs);
    state.maxSequence = first.sequence(slot);
    state.maxUptimeUs = uptimeUs;
    state.release = first.release(slot);
    const length = first.length(slot);
    if (length >= 0) {
      state.lastLength = length;
      this.#tableFor(state)?.add(state.maxSequence, uptimeUs, length);
    }
    const id = first.messageId(slot);
    if (id >= 0) state.ids.take(id, state.maxSequence);
    this.#states[slot] = state;
    return state;
  }

  #tableFor(state: SenderState): DuplicateTable | undefined {
    if (this.#budget.takeFirst()) state.table = new DuplicateTable(this.#budget);
    return state.table;
  }
}
