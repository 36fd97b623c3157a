import type { EventView } from '../event/event-view.ts';

/** Where crashes leave the source they were found in. */
export interface CrashExits {
  /** Takes a signal; the view is free again when this returns. */
  emit(view: EventView): void;
  /** Adds one to a counter of the source, a position of `COUNT`. */
  count(counter: number): void;
}

/** The time of the call at hand, monotonic milliseconds: kept in an object for the few callers that need it, because passing a number as an argument costs time. */
export interface CrashClock {
  readonly nowMs: number;
}
