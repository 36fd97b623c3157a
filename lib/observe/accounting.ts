import { COUNT, SOURCE_COUNTERS, type SourceCounts } from './counters.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import type { DestinationCounts } from '../deliver/destination-counts.ts';

/** The counters of one source over all shards, and what the kernel dropped before anybody read it. */
export interface SourceAccount {
  readonly name: string;
  readonly counts: SourceCounts;
  readonly kernelDrops: number;
  /** Whether datagrams may be on their way through the relay; false if absent. */
  readonly isRunning?: boolean;
}

export interface DestinationAccount {
  readonly name: string;
  /** Events that shards gave to the destination's encoder. */
  readonly routed: number;
  readonly counts: DestinationCounts;
}

/** The fates of a datagram that are told when they happened at all. */
const RARE_FATES = ['joined', 'duplicates', 'refused', 'empty', 'keptOpen', 'lostInCrash'] as const;

/** Adds counters up. */
export function sumCounts(parts: readonly SourceCounts[]): SourceCounts {
  const sum = new Float64Array(SOURCE_COUNTERS.length);
  for (const part of parts) {
    for (let i = 0; i < sum.length; i++) (sum[i] as number) += part[i] as number;
  }
  return sum;
}

/** Datagrams whose fate is not counted; 0 unless this program is wrong. */
export function unaccounted(counts: SourceCounts): number {
  const fates = RARE_FATES.reduce((sum, name) => sum + (counts[COUNT[name]] as number), 0);
  const causes = (counts[COUNT.datagrams] as number) + (counts[COUNT.split] as number);
  return causes - (counts[COUNT.events] as number) - fates;
}

/** One line about a source: every fate of its datagrams. */
export function describeSource(account: SourceAccount): string {
  const { name, counts, kernelDrops, isRunning = false } = account;
  const at = (counter: keyof typeof COUNT): number => counts[COUNT[counter]] as number;
  const rare = RARE_FATES.filter((fate) => at(fate) > 0).map((fate) => ` + ${at(fate)} ${fate}`);
  const split = at('split') === 0 ? '' : ` + ${at('split')} split`;
  const missing = unaccounted(counts);
  return [
    `source ${name}: ${at('datagrams')} datagrams${split} = ${at('events')} events${rare.join('')}`,
    missing === 0 ? '' : ` + ${missing} ${isRunning ? 'in progress' : 'UNACCOUNTED'}`,
    `; ${at('signals')} signals, ${kernelDrops} dropped by the kernel`,
  ].join('');
}

/** Counters of a source besides those of the account; logged if not 0. */
const DETAILS = [
  ['unparsed', 'unparsed'],
  ['problems', 'with problems'],
  ['unrouted', 'without a route'],
  ['fragments', 'fragments'],
  ['incomplete', 'incomplete records'],
  ['badFragments', 'bad fragments'],
  ['overlappingFragments', 'overlapping fragments'],
  ['unterminated', 'unterminated records'],
  ['gaps', 'gaps'],
  ['outOfOrder', 'out of order'],
  ['reboots', 'reboots'],
  ['replays', 'replays'],
  ['lost', 'lost on the way'],
  ['droppedByKernel', 'dropped by the sender'],
  ['evicted', 'senders evicted'],
  ['trimmedUnread', 'entries trimmed before they were read'],
  ['connections', 'connections'],
  ['connectionsRefused', 'connections refused by allow'],
  ['connectionsLimited', 'connections refused by maxConnections'],
  ['handshakesFailed', 'TLS handshakes failed'],
  ['connectionsIdle', 'connections closed by idleTimeout'],
  ['connectionsLost', 'connections lost in a crash'],
  ['rateLimited', 'refused by rateLimit'],
  ['signalsLimited', 'signals left out of senders with too many'],
] as const;

/** One line with what was odd about a source's datagrams; undefined when nothing was. */
export function describeDetails({ name, counts }: SourceAccount): string | undefined {
  const told = DETAILS.filter(([counter]) => (counts[COUNT[counter]] as number) > 0).map(
    ([counter, words]) => `${counts[COUNT[counter]]} ${words}`,
  );
  return told.length === 0 ? undefined : `source ${name}: ${told.join(', ')}`;
}

/** One line about the senders heard most; undefined when nobody was heard. */
export function describeBusiest(
  name: string,
  senders: readonly SenderDatagrams[],
): string | undefined {
  if (senders.length === 0) return undefined;
  const told = senders.map(
    ({ address, port, datagrams }) => `${formatEndpoint({ address, port })} ${datagrams}`,
  );
  return `source ${name}: busiest senders ${told.join(', ')}`;
}

/** One line about a destination: every fate of the events routed to it. */
export function describeDestination({ name, routed, counts }: DestinationAccount): string {
  const dropped = Object.entries(counts.dropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ` + ${count} dropped (${reason})`);
  const { restored, spooled } = counts;
  const queued = routed + restored - counts.delivered - counts.droppedTotal - spooled;
  const rest = queued === 0 ? '' : ` + ${queued} queued`;
  const onDisk = spooled === 0 ? '' : ` + ${spooled} spooled`;
  const before = restored === 0 ? '' : ` + ${restored} from before in the spool`;
  const side = Object.entries(counts.side).map(
    ([counter, count]) => `; ${count} ${counter.replaceAll('_', ' ')}`,
  );
  return `destination ${name}: ${routed} routed${before} = ${counts.delivered} delivered${dropped.join('')}${rest}${onDisk}${side.join('')}`;
}
