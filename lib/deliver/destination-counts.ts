import type { DropReason, Outcome, SideCounter } from './batch.ts';

/** The fate of one destination's events on the main thread: taken over = delivered + dropped + queued. */
export class DestinationCounts {
  /** Events in batches that shards handed over. */
  handedOver = 0;
  /** The batches that they were in. */
  batches = 0;
  /** Memory of accepted batches that are not settled, in bytes. */
  queuedBytes = 0;
  /** Batches that were sent, not confirmed, and are sent again. */
  retries = 0;
  delivered = 0;
  readonly dropped: Partial<Record<DropReason, number>> = {};
  /** Counted besides the fate of events; an absent counter is 0. */
  readonly side: Partial<Record<SideCounter, number>> = {};

  settle(outcome: Outcome): void {
    this.delivered += outcome.delivered;
    for (const [reason, count] of Object.entries(outcome.dropped)) {
      this.drop(reason as DropReason, count);
    }
  }

  drop(reason: DropReason, count: number): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
  }

  note(counter: SideCounter, events: number): void {
    if (events > 0) this.side[counter] = (this.side[counter] ?? 0) + events;
  }

  get droppedTotal(): number {
    return Object.values(this.dropped).reduce((sum, count) => sum + count, 0);
  }

  get queued(): number {
    return this.handedOver - this.delivered - this.droppedTotal;
  }
}
