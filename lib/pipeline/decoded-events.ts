import type { EventSink } from '../event/event-sink.ts';
import type { EventView } from '../event/event-view.ts';
import { SIGNAL } from '../event/format.ts';
import { COUNT, FORMAT_COUNT, type SourceCounts } from '../observe/counters.ts';
import type { EntryFate } from '../receive/datagram-sink.ts';
import type { Outlet } from './outlet.ts';

/** The way of events that are decoded already: counted for their source, each like a datagram of one event, and routed. */
export class DecodedEvents implements EventSink {
  readonly #counts: readonly SourceCounts[];
  readonly #outlet: Outlet;

  /** `counts` by source index. */
  constructor(counts: readonly SourceCounts[], outlet: Outlet) {
    this.#counts = counts;
    this.#outlet = outlet;
  }

  take(view: EventView): void {
    const counts = this.#counts[view.listener.index] as SourceCounts;
    (counts[COUNT.datagrams] as number)++;
    (counts[COUNT.events] as number)++;
    // Signals count as no datagram's event where they are made; here they come as entries.
    if (view.format !== SIGNAL) (counts[FORMAT_COUNT[view.format] as number] as number)++;
    this.#outlet.take(view);
  }

  /** See `SinkGroup.count`. */
  count(source: number, fate: EntryFate, entries: number): void {
    const counts = this.#counts[source] as SourceCounts;
    (counts[COUNT[fate]] as number) += entries;
    if (fate === 'refused') (counts[COUNT.datagrams] as number) += entries;
  }

  /** See `SinkGroup.setLag`. */
  setLag(source: number, entries: number): void {
    (this.#counts[source] as SourceCounts)[COUNT.lag] = entries;
  }
}
