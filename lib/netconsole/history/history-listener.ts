import type { Burst, HeldDatagram } from './burst.ts';
import type { MessageIds } from './message-ids.ts';

/** Receives the findings about a sender. Times are microseconds since the epoch. */
export interface HistoryListener {
  /** The sender booted again; `held` belongs to the new boot, in order. */
  rebooted(burst: Burst, held: readonly HeldDatagram[]): void;
  /** The kernel sends its log again; `held` must be looked at again. */
  release(burst: Burst, held: readonly HeldDatagram[]): void;
  /** A replay is over; `burst.repeats` records were repetitions. */
  replayed(burst: Burst, lastReceivedUs: number): void;
  /** Messages were lost on the way: `ids.lost` and its neighbours. */
  lost(burst: Burst, ids: MessageIds, lastReceivedUs: number): void;
}
