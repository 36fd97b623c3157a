import type { HostRow } from '../../observe/host-columns.ts';
import type { Series } from './series.ts';

/** Metrics of the busiest hosts. */
export const HOSTS: readonly Series[] = [
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
    'Time of the last datagram of a host, since 1970.',
    ({ lastSeenMs }) => lastSeenMs / 1000,
  ),
];

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
