import { COUNT, SOURCE_COUNTERS, type SourceCounts } from './counters.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import type { DestinationCounts } from '../deliver/destination-counts.ts';

/** The counters of one source over all shards, and what the kernel dropped before anybody read it. */
export interface SourceAccount {
  readonly name: string;
  readonly counts: SourceCounts;
  readonly kernelDrops: number;
  /** The senders with the most datagrams, as threads report them when they end. */
  readonly busiest: readonly SenderDatagrams[];
}

export interface DestinationAccount {
  readonly name: string;
  /** Events that shards gave to the destination's encoder. */
  readonly routed: number;
  readonly counts: DestinationCounts;
}

/** All counters of a relay at one moment. `account-text.ts` makes text of it. */
export interface Accounts {
  readonly sources: readonly SourceAccount[];
  readonly destinations: readonly DestinationAccount[];
}

/** The outcomes of a datagram besides an event. */
export const RARE_OUTCOMES = [
  'joined',
  'duplicates',
  'refused',
  'empty',
  'keptOpen',
  'lostInCrash',
] as const;

/** Adds counters up. */
export function sumCounts(parts: readonly SourceCounts[]): SourceCounts {
  const sum = new Float64Array(SOURCE_COUNTERS.length);
  for (const part of parts) {
    for (let i = 0; i < sum.length; i++) (sum[i] as number) += part[i] as number;
  }
  return sum;
}

/** Datagrams whose outcome is not counted; 0 unless this program is wrong. */
export function unaccounted(counts: SourceCounts): number {
  const others = RARE_OUTCOMES.reduce((sum, name) => sum + (counts[COUNT[name]] as number), 0);
  const causes = (counts[COUNT.datagrams] as number) + (counts[COUNT.split] as number);
  return causes - (counts[COUNT.events] as number) - others;
}

/** Events of a destination that are neither delivered, dropped nor spooled. */
export function queuedEvents({ routed, counts }: DestinationAccount): number {
  const { restored, delivered, droppedTotal, spooled } = counts;
  return routed + restored - delivered - droppedTotal - spooled;
}
