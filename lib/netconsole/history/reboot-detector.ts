import type { EventView } from '../../event/event-view.ts';
import { Burst, REPEATING, REPLAY, STEADY, UNDECIDED } from './burst.ts';
import { DeadlineList } from '../deadline-list.ts';
import { HeldDatagrams } from './held-datagrams.ts';
import type { HistoryListener } from './history-listener.ts';
import type { MessageIds } from './message-ids.ts';
import type { SeenRecords } from './seen-records.ts';
import type { SenderNumbers } from './sender-numbers.ts';
import { SlotTable } from '../slot-table.ts';

/** Decisions about a record: it is an event. */
export const NEW = 0;
/** It was received before, and is no event. */
const DUPLICATE = 1;
/** It is kept until it is known whether it was received before or begins another boot. */
export const HELD = 2;

/** A burst is over after a pause of this length. */
const PAUSE_MS = 1000;
/** A burst without a pause is over after this time. */
const LONGEST_BURST_US = 5_000_000;
/** From this many repetitions on it is a replay even if new records come in between. */
const CERTAIN_REPEATS = 16;

/**
 * Classifies records whose numbers or uptimes regress: out of order, repeated, replayed, or of another boot.
 *
 * A reboot and a replay both begin with lower numbers. A boot cannot have begun before the last record of the boot before
 * it; a replay, in contrast, ends with records of the known boot time. Records that meanwhile cannot be distinguished
 * from repetitions (same number, same length, and a round uptime such as 0) are held, a second at most.
 */
export class RebootDetector {
  readonly #numbers: SenderNumbers;
  readonly #seen: SeenRecords;
  readonly #listener: HistoryListener;
  readonly #bursts = new SlotTable<Burst>();
  readonly #pauses = new DeadlineList<Burst>(PAUSE_MS);
  readonly #held = new HeldDatagrams();

  constructor(numbers: SenderNumbers, seen: SeenRecords, listener: HistoryListener) {
    this.#numbers = numbers;
    this.#seen = seen;
    this.#listener = listener;
  }

  /** Infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#pauses.nextDeadline;
  }

  /** Open decision about the sender; records need no check while there is none, or it is `STEADY`. */
  burstOf(slot: number): Burst | undefined {
    return this.#bursts.get(slot);
  }

  /** Takes any extended record; see `SenderHistory.whole`. */
  extended(view: EventView, length: number, nowMs: number): number {
    const burst = this.#burstFor(view);
    if (burst.mode < UNDECIDED) {
      if (this.#numbers.isRising(view) || !this.#numbers.mayBeBoot(view)) {
        return this.#nearby(burst, view, length, nowMs);
      }
      burst.begin(view);
    }
    this.#pauses.arm(burst, nowMs);
    if (burst.mode === UNDECIDED && !this.#numbers.mayBeBoot(view)) this.#toReplay(burst);
    return burst.mode === UNDECIDED
      ? this.#undecided(burst, view, length, nowMs)
      : this.#inReplay(burst, view, length, nowMs);
  }

  /** Takes a basic record whose uptime regressed, or that arrives while the burst is not `STEADY`. */
  basic(view: EventView, nowMs: number): void {
    const burst = this.#burstFor(view);
    const isSwitch = burst.mode === UNDECIDED && burst.hasOtherClock(view);
    const mayBeBoot = isSwitch || this.#numbers.mayBeBoot(view);
    if (isSwitch) burst.changeClock(view);
    if (burst.mode < UNDECIDED && this.#numbers.isUptimeFall(view) && mayBeBoot) burst.begin(view);
    if (burst.mode === UNDECIDED) {
      this.#pauses.arm(burst, nowMs);
      if (!mayBeBoot) {
        this.#toReplay(burst);
      } else if (this.#isTooMuch(burst, view)) {
        this.#toReboot(burst);
      } else {
        burst.lowerBoot(view);
        burst.place(view);
        return;
      }
    }
    this.#numbers.place(view);
  }

  /** Keeps the datagram of a record that is `HELD`. */
  hold(view: EventView): void {
    const burst = this.#burstFor(view);
    this.#held.hold(burst, view);
    burst.heldMax = Math.max(burst.heldMax, view.kernel.sequence);
  }

  /** Takes message ids with a loss to report (`lost`), or one that still may turn out not to be. */
  loss(view: EventView, ids: MessageIds, nowMs: number): void {
    const burst = this.#burstFor(view);
    if (ids.lost > 0) this.#listener.lost(burst, ids, view.receivedUs);
    if (ids.isPending && !burst.isListed) this.#pauses.arm(burst, nowMs);
  }

  /** Makes the decisions that are due `until` then. */
  expire(until: number): void {
    for (;;) {
      const burst = this.#pauses.first;
      if (burst === undefined || burst.dueMs > until) return;
      this.#settle(burst);
    }
  }

  /** Makes the open decision about the sender, and those that follow from it. */
  settle(slot: number): void {
    const burst = this.#bursts.get(slot);
    if (burst === undefined) return;
    for (;;) {
      if (!burst.isListed) return;
      this.#settle(burst);
    }
  }

  /** The same, and forgets it. */
  forget(slot: number): void {
    this.settle(slot);
    this.#bursts.clear(slot);
  }

  #burstFor(view: EventView): Burst {
    const { slot } = view;
    const known = this.#bursts.get(slot);
    if (known !== undefined) {
      known.listener = view.listener;
      return known;
    }
    const burst = new Burst(view.sender, view.listener);
    this.#bursts.set(slot, burst);
    return burst;
  }

  /** The burst has paused. */
  #settle(burst: Burst): void {
    this.#pauses.cancel(burst);
    this.#tellLoss(burst);
    const isReplay = burst.mode !== STEADY && burst.repeats > 1;
    if (burst.mode === UNDECIDED) {
      this.#toReboot(burst);
      return;
    }
    burst.mode = STEADY;
    if (isReplay) this.#listener.replayed(burst, this.#numbers.lastReceivedUs(burst.sender.slot));
  }

  /** A record of the known boot. */
  #nearby(burst: Burst, view: EventView, length: number, nowMs: number): number {
    const { sequence } = view.kernel;
    const max = this.#numbers.maxSequence(view.slot);
    if (this.#seen.isKnown(view, length)) {
      if (sequence < max) {
        burst.repeat(sequence);
        this.#pauses.arm(burst, nowMs);
      }
      return DUPLICATE;
    }
    // A kernel that sends its log again sends nothing in between; a network that repeats packets does.
    const isBetween = sequence > max && burst.repeatedTo < max && burst.repeats < CERTAIN_REPEATS;
    if (burst.mode === REPEATING && isBetween) burst.mode = STEADY;
    this.#numbers.place(view);
    return NEW;
  }

  #undecided(burst: Burst, view: EventView, length: number, nowMs: number): number {
    const { sequence, uptimeUs } = view.kernel;
    burst.lowerBoot(view);
    if (this.#isOtherBoot(burst, view) || this.#isTooMuch(burst, view)) {
      this.#toReboot(burst);
      return this.extended(view, length, nowMs);
    }
    if (this.#seen.isKnown(view, length)) {
      if (sequence <= burst.burstMax) return DUPLICATE;
      // Uptimes of clocks that tick coarsely, and the 0 of the first lines, are the same in every boot.
      if (uptimeUs % 1000 === 0) return HELD;
      this.#toReplay(burst);
      return this.#inReplay(burst, view, length, nowMs);
    }
    if (burst.held !== undefined) return HELD;
    burst.place(view);
    return NEW;
  }

  #inReplay(burst: Burst, view: EventView, length: number, nowMs: number): number {
    if (this.#seen.isKnown(view, length)) {
      burst.repeatAnew(view.kernel.sequence);
      return DUPLICATE;
    }
    if (this.#numbers.mayBeBoot(view) && this.#isOtherBoot(burst, view)) {
      burst.begin(view);
      this.#toReboot(burst);
      return this.extended(view, length, nowMs);
    }
    this.#numbers.place(view);
    return NEW;
  }

  /** Whether the record proves another boot: another kernel, or the number of a known record with another uptime. */
  #isOtherBoot(burst: Burst, view: EventView): boolean {
    if (this.#seen.isOtherRelease(view)) return true;
    return view.kernel.sequence > burst.burstMax && this.#seen.isContradicted(view);
  }

  #isTooMuch(burst: Burst, view: EventView): boolean {
    const isLong = view.receivedUs - burst.burstStartUs > LONGEST_BURST_US;
    return isLong || this.#held.isFull(burst);
  }

  #toReplay(burst: Burst): void {
    burst.mode = REPLAY;
    const held = this.#held.take(burst);
    if (held.length > 0) this.#listener.release(burst, held);
  }

  #toReboot(burst: Burst): void {
    const { slot } = burst.sender;
    const held = this.#held.take(burst);
    this.#tellLoss(burst);
    burst.mode = STEADY;
    burst.lastBootUs = this.#numbers.lastReceivedUs(slot);
    this.#numbers.beginBoot(slot, burst);
    this.#seen.beginBoot(slot, burst.burstMax);
    this.#pauses.cancel(burst);
    this.#listener.rebooted(burst, held);
  }

  #tellLoss(burst: Burst): void {
    const { slot } = burst.sender;
    const ids = this.#seen.idsOf(slot);
    if (ids !== undefined && ids.settle()) {
      this.#listener.lost(burst, ids, this.#numbers.lastReceivedUs(slot));
    }
  }
}
