import { plural } from '../config/plural.ts';
import type { DestinationCounts } from '../deliver/destination-counts.ts';
import { COUNT, type SourceCounts } from './counters.ts';

/** What a relay has done so far, over all sources and destinations. */
export interface Totals {
  readonly received: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly queued: number;
}

/** Adds up the counters of sources and destinations. */
export function totalsOf(
  sources: Iterable<SourceCounts>,
  destinations: Iterable<DestinationCounts>,
): Totals {
  const counts = [...destinations];
  const sum = (value: (each: DestinationCounts) => number): number =>
    counts.reduce((total, each) => total + value(each), 0);
  let received = 0;
  for (const source of sources) received += source[COUNT.datagrams] as number;
  return {
    received,
    delivered: sum(({ delivered }) => delivered),
    dropped: sum(({ droppedTotal }) => droppedTotal),
    queued: sum(({ queued }) => queued),
  };
}

/** One line, for the service manager. */
export function describeTotals({ received, delivered, dropped, queued }: Totals): string {
  return `${plural(received, 'message')} received; ${plural(delivered, 'event')} delivered, ${queued} queued, ${dropped} dropped`;
}
