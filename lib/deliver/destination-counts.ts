import type { DropReason, Outcome } from './batch.ts';

/** The fate of one destination's events on the main thread: taken over = delivered + dropped + queued. */
export class DestinationCounts {
  /** Events in batches that shards handed over. */
  handedOver = 0;
  delivered = 0;
  /** The most events that a server had confirmed and lost; they count as delivered. */
  lostByServer = 0;
  /** Delivered events whose stream was one of too many: they are in the overflow stream. */
  tooManyStreams = 0;
  readonly dropped: Partial<Record<DropReason, number>> = {};

  settle(outcome: Outcome): void {
    this.delivered += outcome.delivered;
    for (const [reason, count] of Object.entries(outcome.dropped)) {
      this.drop(reason as DropReason, count);
    }
  }

  drop(reason: DropReason, count: number): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
  }

  get droppedTotal(): number {
    return Object.values(this.dropped).reduce((sum, count) => sum + count, 0);
  }

  get queued(): number {
    return this.handedOver - this.delivered - this.droppedTotal;
  }
}
