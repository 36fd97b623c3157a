import { CRASH_TYPES } from '../../event/crash.ts';
import { FORMATS } from '../../event/format.ts';
import { queuedEvents, type DestinationAccount } from '../../observe/accounting.ts';
import {
  COUNT,
  COUNTER_OF_FORMAT,
  crashCounter,
  type SourceCounter,
} from '../../observe/counters.ts';
import type { HostRow } from '../../observe/host-columns.ts';
import type { SpoolSummary } from '../spool-control.ts';
import type { Snapshot } from './snapshot.ts';

/** One value of a metric, with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric: names and units follow https://prometheus.io/docs/practices/naming/. */
export interface Series {
  /** Without `netconsole_relay_`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  samples(snapshot: Snapshot): readonly Sample[];
}

/** Why datagrams became no event. */
const DISCARD_REASONS = {
  duplicate: 'duplicates',
  refused: 'refused',
  empty: 'empty',
  'lost-in-crash': 'lostInCrash',
} as const satisfies Readonly<Record<string, SourceCounter>>;

const GENERAL: readonly Series[] = [
  single(
    'build_info',
    'Version of the relay.',
    ({ version }) => [{ labels: { version }, value: 1 }],
    ['version'],
  ),
  single('start_time_seconds', 'When the relay started, since 1970.', ({ startedAt }) =>
    one(startedAt.getTime() / 1000),
  ),
  single('ready', '1 if sockets are bound and no stop has begun.', ({ isReady }) =>
    one(Number(isReady)),
  ),
  single('healthy', '1 if every thread has answered within 15 seconds.', ({ isAlive }) =>
    one(Number(isAlive)),
  ),
  single(
    'event_loop_lag_seconds',
    'Longest delay of the main thread within the last minute.',
    ({ lagSeconds }) => one(lagSeconds),
  ),
  single('hosts', 'Hosts that are known.', ({ hostCount }) => one(hostCount)),
];

const SOURCES: readonly Series[] = [
  ofSources('datagrams_received_total', 'Datagrams read.', 'datagrams'),
  ofSources('received_bytes_total', 'Bytes of datagrams read.', 'bytes'),
  {
    name: 'events_decoded_total',
    type: 'counter',
    help: 'Events by format; signals are events without a datagram.',
    labels: ['source', 'format'],
    samples: ({ sources }) =>
      sources.flatMap(({ name: source, counts }) =>
        FORMATS.map((format) => ({
          labels: { source, format },
          value: counts[COUNT[COUNTER_OF_FORMAT[format]]] as number,
        })),
      ),
  },
  {
    name: 'datagrams_discarded_total',
    type: 'counter',
    help: 'Datagrams that became no event, by reason.',
    labels: ['source', 'reason'],
    samples: ({ sources }) =>
      sources.flatMap(({ name: source, counts }) =>
        Object.entries(DISCARD_REASONS).map(([reason, counter]) => ({
          labels: { source, reason },
          value: counts[COUNT[counter]] as number,
        })),
      ),
  },
  {
    name: 'kernel_drops_total',
    type: 'counter',
    help: 'Datagrams that the kernel dropped before they were read.',
    labels: ['source'],
    samples: ({ sources }) =>
      sources.map(({ name: source, kernelDrops }) => ({ labels: { source }, value: kernelDrops })),
  },
  ofSources('problem_events_total', 'Events with a problem.', 'problems'),
  ofSources('unrouted_events_total', 'Events that no route took.', 'unrouted'),
  ofSources('lost_kernel_messages_total', 'Kernel messages lost on the way.', 'lost'),
  ofSources('sender_drops_total', 'Messages dropped by the kernels of senders.', 'droppedByKernel'),
  ofSources('reboots_total', 'Reboots of senders.', 'reboots'),
  {
    name: 'senders',
    type: 'gauge',
    help: 'Remote endpoints that are known.',
    labels: ['source'],
    samples: ({ sources }) =>
      sources.map(({ name: source, counts }) => ({
        labels: { source },
        value: counts[COUNT.sendersKnown] as number,
      })),
  },
  {
    name: 'crashes_total',
    type: 'counter',
    help: 'Crash events by type.',
    labels: ['type'],
    samples: ({ sources }) =>
      CRASH_TYPES.map((type) => ({
        labels: { type },
        value: sources.reduce(
          (sum, { counts }) => sum + (counts[COUNT[crashCounter(type)]] as number),
          0,
        ),
      })),
  },
];

const DESTINATIONS: readonly Series[] = [
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
        Object.entries(counts.dropped).map(([reason, value]) => ({
          labels: { destination, reason },
          value,
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
    'Batches handed over; the mean batch size is batched_events_total by this.',
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

const HOSTS: readonly Series[] = [
  ofHosts(
    'busiest_datagrams_total',
    'counter',
    'Datagrams of a host.',
    ({ datagrams }) => datagrams,
  ),
  ofHosts(
    'busiest_lost_messages_total',
    'counter',
    'Kernel messages of a host lost on the way.',
    ({ lost }) => lost,
  ),
  ofHosts(
    'busiest_last_seen_timestamp_seconds',
    'gauge',
    'When a host was heard last, since 1970.',
    ({ lastSeenMs }) => lastSeenMs / 1000,
  ),
];

/** All metrics, in the order of the text. */
export const SERIES: readonly Series[] = [...GENERAL, ...SOURCES, ...DESTINATIONS, ...HOSTS];

function one(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

function single(
  name: string,
  help: string,
  samples: Series['samples'],
  labels: readonly string[] = [],
): Series {
  return { name, type: 'gauge', help, labels, samples };
}

function ofSources(name: string, help: string, counter: SourceCounter): Series {
  return {
    name,
    type: 'counter',
    help,
    labels: ['source'],
    samples: ({ sources }) =>
      sources.map(({ name: source, counts }) => ({
        labels: { source },
        value: counts[COUNT[counter]] as number,
      })),
  };
}

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

function ofHosts(
  name: string,
  type: Series['type'],
  help: string,
  valueOf: (row: HostRow) => number,
): Series {
  return {
    name,
    type,
    help: `${help} For the 200 busiest hosts only.`,
    labels: ['host'],
    samples: ({ hosts }) =>
      hosts.map((each) => ({ labels: { host: each.name }, value: valueOf(each) })),
  };
}
