import type { EventView } from '../../event/event-view.ts';
import { STEADY, UNDECIDED } from './burst.ts';
import { RebootDetector, NEW } from './reboot-detector.ts';
import type { HistoryListener } from './history-listener.ts';
import { clockStart } from './jiffies-clock.ts';
import { SeenRecords } from './seen-records.ts';
import { SenderNumbers } from './sender-numbers.ts';

/**
 * Follows sequence numbers, uptimes and message ids of each sender, by slot: finds repeated records, gaps, reboots and
 * replays, and estimates the time of records from a backlog.
 */
export class SenderHistory {
  readonly #numbers = new SenderNumbers();
  readonly #seen: SeenRecords;
  readonly #judge: RebootDetector;

  constructor(maxTableBytes: number, listener: HistoryListener) {
    this.#seen = new SeenRecords(maxTableBytes);
    this.#judge = new RebootDetector(this.#numbers, this.#seen, listener);
  }

  /** Stores the time of the last kernel header or kernel time. Called first for each packet. */
  markKnown(slot: number, nowMs: number): void {
    this.#numbers.markKnown(slot, nowMs);
  }

  /** That time, monotonic milliseconds; NaN for never. */
  knownMs(slot: number): number {
    return this.#numbers.knownMs(slot);
  }

  /** The release of the sender's kernel; undefined if it sent none since its last boot. */
  releaseOf(slot: number): string | undefined {
    return this.#seen.releaseOf(slot);
  }

  /** Infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#judge.nextDeadline;
  }

  /** Whether datagrams of the sender are held. */
  holds(slot: number): boolean {
    return this.#judge.burstOf(slot)?.held !== undefined;
  }

  /** Whether a reboot or a replay has begun, and it is not known which. */
  isInDoubt(slot: number): boolean {
    return this.#judge.burstOf(slot)?.mode === UNDECIDED;
  }

  /** The highest number of the current boot, which before a decision may be another one; -1 for none. */
  highest(slot: number): number {
    const burst = this.#judge.burstOf(slot);
    if (burst?.mode === UNDECIDED) return Math.max(burst.burstMax, burst.heldMax);
    return this.#numbers.maxSequence(slot);
  }

  /** Whether a reboot or a replay may begin with this record. */
  isRegression(view: EventView): boolean {
    const burst = this.#judge.burstOf(view.slot);
    if (burst !== undefined && burst.mode >= UNDECIDED) return false;
    return !this.#numbers.isRising(view) && this.#numbers.mayBeBoot(view);
  }

  /** Bytes of all tables. */
  get tableBytes(): number {
    return this.#seen.tableBytes;
  }

  /**
   * Takes a whole extended record, with the length of its body; returns `NEW`, `DUPLICATE` or `HELD` (then it is given to
   * `hold`). Fills gap, order and estimated time, and remembers a new one.
   */
  whole(view: EventView, length: number, nowMs: number): number {
    const burst = this.#judge.burstOf(view.slot);
    const isSteady = burst === undefined || burst.mode === STEADY;
    if (this.#numbers.advance(view, nowMs, isSteady)) {
      this.#seen.remember(view, length);
      return NEW;
    }
    const verdict = this.#judged(view, length, nowMs);
    if (verdict === NEW) this.complete(view, length);
    return verdict;
  }

  /** The same for the first fragment of a record, with the length of its whole body. New ones are passed to `complete` later. */
  begin(view: EventView, length: number, nowMs: number): number {
    const burst = this.#judge.burstOf(view.slot);
    const isSteady = burst === undefined || burst.mode === STEADY;
    if (this.#numbers.advance(view, nowMs, isSteady)) return NEW;
    return this.#judged(view, length, nowMs);
  }

  /** Stores a new record that was received completely; `length` is that of its whole body. */
  complete(view: EventView, length: number): void {
    const { sequence, uptimeUs } = view.kernel;
    if (!Number.isNaN(sequence) && !Number.isNaN(uptimeUs)) this.#seen.remember(view, length);
  }

  /** Takes the message id of a record that is complete, and has fields. */
  takeId(view: EventView, nowMs: number): void {
    const { sequence, uptimeUs } = view.kernel;
    if (Number.isNaN(sequence) || Number.isNaN(uptimeUs)) return;
    const burst = this.#judge.burstOf(view.slot);
    if (burst !== undefined && burst.mode >= UNDECIDED) return;
    const ids = this.#seen.takeId(view);
    if (ids !== undefined) this.#judge.loss(view, ids, nowMs);
  }

  /** Takes a basic record that has an uptime. Fills the estimated time. */
  basic(view: EventView, nowMs: number): void {
    this.#numbers.markKnown(view.slot, nowMs);
    view.kernel.clockStartUs = clockStart(view.kernel.uptimeUs);
    const burst = this.#judge.burstOf(view.slot);
    const isSteady = burst === undefined || burst.mode === STEADY;
    if (isSteady && !this.#numbers.isUptimeFall(view)) this.#numbers.place(view);
    else this.#judge.basic(view, nowMs);
  }

  /** Keeps the datagram of a record that is `HELD`. */
  hold(view: EventView): void {
    this.#judge.hold(view);
  }

  /** Makes the decisions that are due `until` then. */
  expire(until: number): void {
    this.#judge.expire(until);
  }

  /** Makes the open decision about the sender. */
  settle(slot: number): void {
    this.#judge.settle(slot);
  }

  /** The same, and forgets the sender. */
  forget(slot: number): void {
    this.#judge.forget(slot);
    this.#seen.forget(slot);
    this.#numbers.forget(slot);
  }

  #judged(view: EventView, length: number, nowMs: number): number {
    const { sequence, uptimeUs } = view.kernel;
    if (Number.isNaN(sequence) || Number.isNaN(uptimeUs)) return NEW;
    return this.#judge.extended(view, length, nowMs);
  }
}
