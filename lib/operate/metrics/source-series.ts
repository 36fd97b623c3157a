import { CRASH_TYPES } from '../../event/crash.ts';
import { FORMATS } from '../../event/format.ts';
import {
  COUNT,
  COUNTER_OF_FORMAT,
  crashCounter,
  type SourceCounter,
} from '../../observe/counters.ts';
import type { Series } from './series.ts';

/** Why datagrams became no event. */
const DISCARD_REASONS = {
  duplicate: 'duplicates',
  refused: 'refused',
  empty: 'empty',
  'lost-in-crash': 'lostInCrash',
} as const satisfies Readonly<Record<string, SourceCounter>>;

/** Metrics of sources. */
export const SOURCES: readonly Series[] = [
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
  ofSources('connections_total', 'Connections accepted.', 'connections'),
  gaugeOfSources('open_connections', 'Connections that are open.', 'connectionsOpen'),
  gaugeOfSources('senders', 'Remote endpoints that are known.', 'sendersKnown'),
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

function gaugeOfSources(name: string, help: string, counter: SourceCounter): Series {
  return { ...ofSources(name, help, counter), type: 'gauge' };
}
