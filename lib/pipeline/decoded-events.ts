import type { EventView } from '../event/event-view.ts';
import { SIGNAL } from '../event/format.ts';
import { COUNT, FORMAT_COUNT, type SourceCounts } from '../observe/counters.ts';
import type { DecodedSink, EntryOutcome } from '../receive/datagram-sink.ts';
import type { HostTable } from '../senders/host-table.ts';
import type { Outlet } from './outlet.ts';

/** The way of events that are decoded already: counted for their source, each like a datagram of one event, and routed. */
export class DecodedEvents implements DecodedSink {
  readonly hosts: HostTable;
  readonly #counts: readonly SourceCounts[];
  readonly #outlet: Outlet;

  /** `counts` by source index. */
  constructor(counts: readonly SourceCounts[], outlet: Outlet, hosts: HostTable) {
    this.hosts = hosts;
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

  /** See `DecodedSink.count`. */
  count(source: number, outcome: EntryOutcome, entries: number): void {
    const counts = this.#counts[source] as SourceCounts;
    (counts[COUNT[outcome]] as number) += entries;
    if (outcome === 'refused') (counts[COUNT.datagrams] as number) += entries;
  }

  /** See `DecodedSink.setLag`. */
  setLag(source: number, entries: number): void {
    (this.#counts[source] as SourceCounts)[COUNT.lag] = entries;
  }
}
