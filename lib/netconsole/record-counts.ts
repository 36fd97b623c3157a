import { COUNT, type SourceCounts } from '../observe/counters.ts';

/**
 * Accounts for all datagrams, so that at any moment
 *
 *   datagrams + split = events + joined + duplicates + refused + empty + keptOpen
 *
 * Every datagram that reaches the decoder belongs to exactly one of: a record that was emitted, a record that is open
 * (`keptOpen`), a duplicate (`duplicates`), or a signal (`joined`). A record of n datagrams is one event and n - 1
 * joined. A record that no datagram belongs to, because its own belongs to another record in it already, is one of `split`.
 */
export class RecordCounts {
  counts: SourceCounts;

  constructor(counts: SourceCounts) {
    this.counts = counts;
  }

  /** A record that `datagrams` belong to is about to be emitted; they are no longer open. */
  emitted(datagrams: number, wereOpen: boolean): void {
    const { counts } = this;
    if (wereOpen) (counts[COUNT.keptOpen] as number) -= datagrams;
    if (datagrams === 0) (counts[COUNT.split] as number)++;
    else (counts[COUNT.joined] as number) += datagrams - 1;
  }

  /** A datagram belongs to a record that is open, or is held. */
  opened(): void {
    (this.counts[COUNT.keptOpen] as number)++;
  }

  /** Held datagrams are processed again. */
  released(datagrams: number): void {
    (this.counts[COUNT.keptOpen] as number) -= datagrams;
  }

  /** A datagram has no content besides that of a signal. */
  onlySignal(): void {
    (this.counts[COUNT.joined] as number)++;
  }

  /** A signal was left out, because there were too many about its sender. */
  signalLimited(): void {
    (this.counts[COUNT.signalsLimited] as number)++;
  }

  duplicate(): void {
    (this.counts[COUNT.duplicates] as number)++;
  }
}
