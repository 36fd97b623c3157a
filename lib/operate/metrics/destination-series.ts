import { DROP_REASONS } from '../../deliver/batch.ts';
import { queuedEvents, type DestinationAccount } from '../../observe/accounting.ts';
import type { SpoolSummary } from '../spool-control.ts';
import type { Series } from './series.ts';

/** Metrics of destinations. */
export const DESTINATIONS: readonly Series[] = [
  ofDestinations('events_routed_total', 'counter', 'Events routed to it.', ({ routed }) => routed),
  ofDestinations(
    'events_delivered_total',
    'counter',
    'Events delivered.',
    ({ counts }) => counts.delivered,
  ),
  {
    name: 'events_dropped_total',
    type: 'counter',
    help: 'Events dropped, by reason.',
    labels: ['destination', 'reason'],
    samples: ({ destinations }) =>
      destinations.flatMap(({ name: destination, counts }) =>
        DROP_REASONS.map((reason) => ({
          labels: { destination, reason },
          value: counts.dropped[reason] ?? 0,
        })),
      ),
  },
  ofDestinations('queue_events', 'gauge', 'Events neither delivered nor dropped.', queuedEvents),
  ofDestinations(
    'queue_bytes',
    'gauge',
    'Memory of queued batches.',
    ({ counts }) => counts.queuedBytes,
  ),
  {
    name: 'queue_limit_bytes',
    type: 'gauge',
    help: 'Bound of the queue.',
    labels: ['destination'],
    samples: ({ queueLimits }) =>
      [...queueLimits].map(([destination, value]) => ({ labels: { destination }, value })),
  },
  ofDestinations(
    'batches_total',
    'counter',
    'Batches handed over; batched_events_total divided by this is the mean batch size.',
    ({ counts }) => counts.batches,
  ),
  ofDestinations(
    'batched_events_total',
    'counter',
    'Events in batches handed over.',
    ({ counts }) => counts.handedOver,
  ),
  ofDestinations('retries_total', 'counter', 'Batches sent again.', ({ counts }) => counts.retries),
  {
    name: 'noted_events_total',
    type: 'counter',
    help: 'Events that were truncated, sent again, or delivered under another name, by kind.',
    labels: ['destination', 'kind'],
    samples: ({ destinations }) =>
      destinations.flatMap(({ name: destination, counts }) =>
        Object.entries(counts.side).map(([kind, value]) => ({
          labels: { destination, kind },
          value,
        })),
      ),
  },
  ofSpool('spool_events', 'Events on disk.', ({ events }) => events),
  ofSpool('spool_bytes', 'Bytes of spooled batches.', ({ bytes }) => bytes),
];

function ofDestinations(
  name: string,
  type: Series['type'],
  help: string,
  valueOf: (account: DestinationAccount) => number,
): Series {
  return {
    name,
    type,
    help,
    labels: ['destination'],
    samples: ({ destinations }) =>
      destinations.map((each) => ({ labels: { destination: each.name }, value: valueOf(each) })),
  };
}

function ofSpool(name: string, help: string, valueOf: (summary: SpoolSummary) => number): Series {
  return {
    name,
    type: 'gauge',
    help,
    labels: ['destination'],
    samples: ({ spool }) =>
      spool.map((each) => ({
        labels: { destination: each.destination },
        value: valueOf(each),
      })),
  };
}
