import { firstHosts, mergeHosts } from '../hosts.ts';
import type { HostRow } from '../../observe/host-columns.ts';
import type { DestinationAccount, SourceAccount } from '../../observe/accounting.ts';
import type { MonitoredRelay } from '../monitored-relay.ts';
import type { SpoolControl, SpoolSummary } from '../spool-control.ts';

/** Hosts with series of their own: each name is a label that Prometheus keeps for its whole retention time. */
export const MAX_HOSTS = 200;

/** All that one scrape reads. */
export interface Snapshot {
  readonly version: string;
  readonly startedAt: Date;
  readonly isReady: boolean;
  readonly isAlive: boolean;
  readonly lagSeconds: number;
  readonly sources: readonly SourceAccount[];
  readonly destinations: readonly DestinationAccount[];
  /** Limit of the queue in bytes, by destination. */
  readonly queueLimits: ReadonlyMap<string, number>;
  readonly spool: readonly SpoolSummary[];
  /** The hosts with the most datagrams. */
  readonly hosts: readonly HostRow[];
  readonly hostCount: number;
}

/** What a snapshot is taken of. */
export interface Measured {
  readonly relay: MonitoredRelay;
  readonly facts: { readonly version: string; readonly startedAt: Date };
  readonly lag: { readonly longestSeconds: number };
  readonly spool?: SpoolControl | undefined;
}

export async function takeSnapshot({ relay, facts, lag, spool }: Measured): Promise<Snapshot> {
  const hosts = mergeHosts(await relay.hosts(false));
  const { sources, destinations } = relay.accounts();
  return {
    ...facts,
    isReady: relay.isReady,
    isAlive: relay.isAlive,
    lagSeconds: lag.longestSeconds,
    sources,
    destinations,
    queueLimits: new Map(
      relay.config.destinations.map(({ name, queueBytes }) => [name, queueBytes]),
    ),
    spool: spool?.summaries() ?? [],
    hosts: firstHosts(hosts, 'datagrams', MAX_HOSTS),
    hostCount: hosts.length,
  };
}
