import type { DropReason, Outcome, SideCounter } from './batch.ts';

/** The outcome of one destination's events on the main thread: handed over + restored = delivered + dropped + queued + spooled. */
export class DestinationCounts {
  /** Events in batches that shards handed over. */
  handedOver = 0;
  /** The batches that they were in. */
  batches = 0;
  /** Memory of accepted batches that are not settled, in bytes. */
  queuedBytes = 0;
  /** Batches that were sent, not confirmed, and are sent again. */
  retries = 0;
  /** Events that an earlier process had left in the spool. */
  restored = 0;
  /** Events on disk that are not delivered. */
  spooled = 0;
  delivered = 0;
  readonly dropped: Partial<Record<DropReason, number>> = {};
  /** Counted besides the outcome of events; an absent counter is 0. */
  readonly side: Partial<Record<SideCounter, number>> = {};

  settle({ delivered, dropped, spooled = 0 }: Outcome): void {
    this.delivered += delivered;
    this.spooled += spooled;
    for (const [reason, count] of Object.entries(dropped)) {
      this.drop(reason as DropReason, count);
    }
  }

  /** Events from the spool have their outcome. */
  unspool(events: number, { delivered, dropped }: Outcome): void {
    this.spooled -= events;
    this.settle({ delivered, dropped });
  }

  /** Events that were found in the spool, and those that should have been there. */
  restore(events: number, lost: number): void {
    this.restored += events + lost;
    this.spooled += events;
    this.drop('spool-damaged', lost);
  }

  drop(reason: DropReason, count: number): void {
    if (count > 0) this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
  }

  note(counter: SideCounter, events: number): void {
    if (events > 0) this.side[counter] = (this.side[counter] ?? 0) + events;
  }

  get droppedTotal(): number {
    return Object.values(this.dropped).reduce((sum, count) => sum + count, 0);
  }

  get queued(): number {
    return this.handedOver + this.restored - this.delivered - this.droppedTotal - this.spooled;
  }
}
