import type { DestinationConfig } from '../config/destination-config.ts';
import type { SourceConfig } from '../config/source-config.ts';
import type { DropCounts, SideCounter } from '../deliver/batch.ts';
import { DestinationCounts } from '../deliver/destination-counts.ts';
import {
  queuedEvents,
  sumCounts,
  unaccounted,
  type DestinationAccount,
  type SourceAccount,
} from '../observe/accounting.ts';
import { COUNT, type SourceCounter } from '../observe/counters.ts';
import {
  mergeHosts,
  firstHosts,
  oneDecimal,
  toHostStatus,
  type HostOrder,
  type HostStatus,
} from './hosts.ts';
import type { MonitoredRelay } from './monitored-relay.ts';
import type { SpoolControl, SpoolSummary } from './spool-control.ts';

/** A running relay at one moment, as `status --json` prints it. */
export interface RelayStatus {
  readonly version: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** When this was read; ISO 8601, UTC. */
  readonly time: string;
  /** As `/readyz` and `/healthz` say. */
  readonly ready: boolean;
  readonly healthy: boolean;
  readonly sources: readonly SourceStatus[];
  readonly destinations: readonly DestinationStatus[];
  /** In the order asked for, and at most as many as asked for. */
  readonly hosts: readonly HostStatus[];
  /** All hosts that are known, and the datagrams per second of all of them. */
  readonly hostCount: number;
  readonly rate: number;
}

export interface SourceStatus {
  readonly name: string;
  readonly type: string;
  /** Such as `UDP 0.0.0.0:6666`; absent until it is known. */
  readonly listen?: string;
  /** Granted by the kernel. */
  readonly receiveBufferBytes?: number;
  /** Remote endpoints. */
  readonly senders: number;
  readonly datagrams: number;
  readonly events: number;
  readonly signals: number;
  /** Refused by `allow` or `rateLimit`. */
  readonly refused: number;
  readonly unparsed: number;
  /** Datagrams that the kernel dropped before they were read. */
  readonly kernelDrops: number;
  /** Kernel messages lost on the way. */
  readonly losses: number;
  /** Datagrams that have no outcome yet. */
  readonly inProgress: number;
}

export interface DestinationStatus {
  readonly name: string;
  readonly type: string;
  /** routed = delivered + dropped + queue.events */
  readonly routed: number;
  readonly delivered: number;
  readonly dropped: DropCounts;
  readonly queue: {
    readonly events: number;
    /** Memory of the batches that they are in. */
    readonly bytes: number;
    readonly limitBytes: number;
  };
  /** Absent if nothing is spooled. */
  readonly spool?: Omit<SpoolSummary, 'destination'>;
  /** Batches that were sent again. */
  readonly retries: number;
  /** Other counters that are not 0. */
  readonly counters: Readonly<Partial<Record<SideCounter, number>>>;
}

/** What is asked of the hosts. */
export interface StatusQuestion {
  readonly order: HostOrder;
  /** At most this many hosts. */
  readonly limit: number;
  /** Whether the file of each is wanted. */
  readonly withFiles: boolean;
}

/** What does not change while the process runs. */
export interface ProcessFacts {
  readonly version: string;
  readonly startedAt: Date;
}

/** Reads the counters of a relay. */
export async function readStatus(
  relay: MonitoredRelay,
  facts: ProcessFacts,
  question: StatusQuestion,
  spool?: SpoolControl,
): Promise<RelayStatus> {
  const time = new Date().toISOString();
  const hosts = mergeHosts(await relay.hosts(question.withFiles));
  const first = firstHosts(hosts, question.order, question.limit);
  const { config } = relay;
  const { sources, destinations } = relay.accounts();
  const spooled = new Map(spool?.summaries().map((each) => [each.destination, each]));
  return {
    version: facts.version,
    pid: process.pid,
    startedAt: facts.startedAt.toISOString(),
    time,
    ready: relay.isReady,
    healthy: relay.isAlive,
    sources: config.sources.map((source) =>
      sourceStatus(relay, source, accountOf(sources, source.name)),
    ),
    destinations: config.destinations.map((destination) =>
      destinationStatus(
        destination,
        destinations.find(({ name }) => name === destination.name),
        spooled.get(destination.name),
      ),
    ),
    hosts: first.map((row) => toHostStatus(row)),
    hostCount: hosts.length,
    rate: oneDecimal(hosts.reduce((sum, { rate }) => sum + rate, 0)),
  };
}

function accountOf(accounts: readonly SourceAccount[], name: string): SourceAccount {
  const known = accounts.find((each) => each.name === name);
  return known ?? { name, counts: sumCounts([]), kernelDrops: 0, busiest: [] };
}

function sourceStatus(
  relay: MonitoredRelay,
  { name, type }: SourceConfig,
  { counts, kernelDrops }: SourceAccount,
): SourceStatus {
  const at = (counter: SourceCounter): number => counts[COUNT[counter]] as number;
  const endpoint = relay.endpointOf(name);
  const buffer = endpoint?.receiveBufferBytes;
  return {
    name,
    type,
    ...(endpoint === undefined ? {} : { listen: endpoint.endpoint }),
    ...(buffer === undefined ? {} : { receiveBufferBytes: buffer }),
    senders: at('sendersKnown'),
    datagrams: at('datagrams'),
    events: at('events'),
    signals: at('signals'),
    refused: at('refused'),
    unparsed: at('unparsed'),
    kernelDrops,
    losses: at('lost'),
    inProgress: Math.max(0, at('keptOpen') + unaccounted(counts)),
  };
}

function destinationStatus(
  { name, type, queueBytes }: DestinationConfig,
  account: DestinationAccount = { name, routed: 0, counts: new DestinationCounts() },
  spooled?: SpoolSummary,
): DestinationStatus {
  const { routed, counts } = account;
  return {
    name,
    type,
    routed,
    delivered: counts.delivered,
    dropped: counts.dropped,
    queue: { events: queuedEvents(account), bytes: counts.queuedBytes, limitBytes: queueBytes },
    ...(spooled === undefined
      ? {}
      : {
          spool: { batches: spooled.batches, events: spooled.events, bytes: spooled.bytes },
        }),
    retries: counts.retries,
    counters: counts.side,
  };
}
