import type { EventView } from '../event/event-view.ts';
import { DeadlineList } from './deadline-list.ts';
import {
  REPEATING,
  REPLAY,
  STEADY,
  UNDECIDED,
  type HeldDatagram,
  type SenderState,
} from './sender-state.ts';

/** What becomes of a record. */
export const NEW = 0;
/** Heard before: not an event. */
export const DUPLICATE = 1;
/** Kept, until it is known whether it was heard before or begins another boot. */
export const HELD = 2;

/** A burst is over when nothing came for so long. */
const PAUSE_MS = 1000;
/** The same while it does not pause. */
const LONGEST_BURST_US = 5_000_000;
/** Repetitions that fresh records may come between and it still is a replay. */
const CERTAIN_REPEATS = 16;
const MAX_HELD = 512;
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/** Who is told what was found out. */
export interface HistoryListener {
  /** The sender booted again; `held` belongs to the new boot, in order. */
  rebooted(state: SenderState, held: readonly HeldDatagram[]): void;
  /** The kernel sends its log again; `held` must be looked at again. */
  release(held: readonly HeldDatagram[], state: SenderState): void;
  /** A replay is over; `state.repeats` records were repetitions. */
  replayed(state: SenderState): void;
  /** Messages were lost on the way: `state.ids.lost` and its neighbours. */
  lost(state: SenderState): void;
}

/**
 * Judges records whose numbers or uptimes do not rise: out of order, repeated, replayed, or of another boot.
 *
 * A reboot and a replay both begin with lower numbers. A boot cannot have begun before the last record of the boot before
 * it; a replay, in contrast, ends with records whose boot time is the one known. Records that meanwhile cannot be told
 * from repetitions (same number, same length, and a round uptime such as 0) are held, a second at most.
 */
export class FallJudge {
  readonly #listener: HistoryListener;
  readonly #pauses = new DeadlineList<SenderState>(PAUSE_MS);
  #heldBytes = 0;

  constructor(listener: HistoryListener) {
    this.#listener = listener;
  }

  /** Infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#pauses.nextDeadline;
  }

  /** Takes any extended record; see `SenderHistory.extended`. */
  extended(state: SenderState, view: EventView, length: number, nowMs: number): number {
    if (state.mode < UNDECIDED) {
      if (state.isRising(view) || !state.mayBeBoot(view)) {
        return this.#nearby(state, view, length, nowMs);
      }
      state.beginBurst(view);
    }
    this.#pauses.arm(state, nowMs);
    if (state.mode === UNDECIDED && !state.mayBeBoot(view)) this.#toReplay(state);
    return state.mode === UNDECIDED
      ? this.#undecided(state, view, length, nowMs)
      : this.#inReplay(state, view, length, nowMs);
  }

  /** Takes a basic record that has an uptime. */
  basic(state: SenderState, view: EventView, nowMs: number): void {
    if (state.mode < UNDECIDED && state.isUptimeFall(view) && state.mayBeBoot(view)) {
      state.beginBurst(view);
    }
    if (state.mode === UNDECIDED) {
      this.#pauses.arm(state, nowMs);
      if (!state.mayBeBoot(view)) {
        this.#toReplay(state);
      } else if (this.#isTooMuch(state, view)) {
        this.#toReboot(state);
      } else {
        lowerBoot(state, view);
        state.placeInBurst(view);
        return;
      }
    }
    state.place(view);
  }

  /** Keeps the datagram of a record that is `HELD`. */
  hold(state: SenderState, view: EventView): void {
    const bytes = Buffer.from(view.bytes.subarray(view.start, view.end));
    const datagram = { bytes, receivedUs: view.receivedUs, problems: view.problems };
    this.#heldBytes += bytes.length;
    if (state.held === undefined) state.held = [datagram];
    else state.held.push(datagram);
  }

  /** Looks again after a pause whether missing messages came. */
  wait(state: SenderState, nowMs: number): void {
    if (!state.isListed) this.#pauses.arm(state, nowMs);
  }

  /** Decides what is due `until` then. */
  expire(until: number): void {
    for (;;) {
      const state = this.#pauses.first;
      if (state === undefined || state.dueMs > until) return;
      this.#settle(state);
    }
  }

  /** Decides what is open of the sender, and what that opens in turn. */
  settleAll(state: SenderState): void {
    while (state.isListed) this.#settle(state);
  }

  /** The burst has paused. */
  #settle(state: SenderState): void {
    this.#pauses.cancel(state);
    if (state.ids.settle()) this.#listener.lost(state);
    if (state.mode === UNDECIDED) {
      this.#toReboot(state);
    } else if (state.mode !== STEADY) {
      state.mode = STEADY;
      if (state.repeats > 1) this.#listener.replayed(state);
    }
  }

  /** A record that belongs to the boot known. */
  #nearby(state: SenderState, view: EventView, length: number, nowMs: number): number {
    const { sequence } = view.kernel;
    if (state.isKnown(view, length)) {
      if (sequence < state.maxSequence) this.#repeat(state, sequence, nowMs);
      return DUPLICATE;
    }
    if (state.mode === REPEATING && sequence > state.maxSequence) {
      // A kernel that sends its log again sends nothing in between; a network that repeats packets does.
      const isOverlap = state.repeatedTo < state.maxSequence && state.repeats < CERTAIN_REPEATS;
      if (isOverlap) state.mode = STEADY;
    }
    state.place(view);
    return NEW;
  }

  #repeat(state: SenderState, sequence: number, nowMs: number): void {
    if (state.mode === STEADY) {
      state.mode = REPEATING;
      state.repeats = 0;
      state.repeatedTo = -1;
    }
    if (sequence > state.repeatedTo) {
      state.repeats++;
      state.repeatedTo = sequence;
    }
    this.#pauses.arm(state, nowMs);
  }

  #undecided(state: SenderState, view: EventView, length: number, nowMs: number): number {
    const { sequence, uptimeUs } = view.kernel;
    lowerBoot(state, view);
    if (state.isOtherBoot(view) || this.#isTooMuch(state, view)) {
      this.#toReboot(state);
      return this.extended(state, view, length, nowMs);
    }
    if (state.isKnown(view, length)) {
      if (sequence <= state.burstMax) return DUPLICATE;
      // Uptimes of clocks that tick coarsely, and the 0 of the first lines, are the same in every boot.
      if (uptimeUs % 1000 === 0) return HELD;
      this.#toReplay(state);
      return this.#inReplay(state, view, length, nowMs);
    }
    if (state.held !== undefined) return HELD;
    state.placeInBurst(view);
    return NEW;
  }

  #inReplay(state: SenderState, view: EventView, length: number, nowMs: number): number {
    if (state.isKnown(view, length)) {
      state.repeats++;
      return DUPLICATE;
    }
    if (state.mayBeBoot(view) && state.isOtherBoot(view)) {
      state.beginBurst(view);
      this.#toReboot(state);
      return this.extended(state, view, length, nowMs);
    }
    state.place(view);
    return NEW;
  }

  #isTooMuch(state: SenderState, view: EventView): boolean {
    const held = state.held === undefined ? 0 : state.held.length;
    return (
      held >= MAX_HELD ||
      this.#heldBytes > MAX_HELD_BYTES ||
      view.receivedUs - state.burstStartUs > LONGEST_BURST_US
    );
  }

  #toReplay(state: SenderState): void {
    state.mode = REPLAY;
    const held = this.#takeHeld(state);
    if (held.length > 0) this.#listener.release(held, state);
  }

  #toReboot(state: SenderState): void {
    const held = this.#takeHeld(state);
    if (state.ids.settle()) this.#listener.lost(state);
    state.beginBoot();
    this.#pauses.cancel(state);
    this.#listener.rebooted(state, held);
  }

  #takeHeld(state: SenderState): readonly HeldDatagram[] {
    const held = state.held ?? [];
    for (const datagram of held) this.#heldBytes -= datagram.bytes.length;
    state.held = undefined;
    return held;
  }
}

function lowerBoot(state: SenderState, view: EventView): void {
  const bootUs = view.receivedUs - view.kernel.uptimeUs;
  if (bootUs < state.burstBootUs) state.burstBootUs = bootUs;
}
