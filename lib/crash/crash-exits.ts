import type { EventView } from '../event/event-view.ts';

/** Where crashes leave the source they were found in. */
export interface CrashExits {
  /** Takes a signal; the view is free again when this returns. */
  emit(view: EventView): void;
  /** Adds one to a counter of the source, a position of `COUNT`. */
  count(counter: number): void;
}

/** The time of the call at hand, monotonic milliseconds: kept where the few who want it find it, since to pass a number costs. */
export interface CrashClock {
  readonly nowMs: number;
}
