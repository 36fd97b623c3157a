import { plural } from '../config/plural.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import {
  queuedEvents,
  RARE_OUTCOMES,
  unaccounted,
  type Accounts,
  type DestinationAccount,
  type SourceAccount,
} from './accounting.ts';
import { COUNT } from './counters.ts';

/**
 * The outcome of every datagram and event, a line for each source and destination. `isRunning`: datagrams may be on their way through the
 * relay, so that some have no outcome yet.
 */
export function describeAccounts({ sources, destinations }: Accounts, isRunning = false): string[] {
  const lines = sources.flatMap((source) => [
    describeSource(source, isRunning),
    describeDetails(source),
    describeBusiest(source),
  ]);
  const ends = destinations.map((destination) => describeDestination(destination));
  return [...lines.filter((line) => line !== undefined), ...ends];
}

/** One line about a source: every outcome of its datagrams. */
function describeSource({ name, counts, kernelDrops }: SourceAccount, isRunning: boolean): string {
  const at = (counter: keyof typeof COUNT): number => counts[COUNT[counter]] as number;
  const rare = RARE_OUTCOMES.filter((outcome) => at(outcome) > 0).map(
    (outcome) =>
      ` + ${outcome === 'duplicates' ? plural(at(outcome), 'duplicate') : `${at(outcome)} ${outcome}`}`,
  );
  const split = at('split') === 0 ? '' : ` + ${at('split')} split`;
  const missing = unaccounted(counts);
  return [
    `source ${name}: ${plural(at('datagrams'), 'datagram')}${split} = ${plural(at('events'), 'event')}${rare.join('')}`,
    missing === 0 ? '' : ` + ${missing} ${isRunning ? 'in progress' : 'UNACCOUNTED'}`,
    `; ${plural(at('signals'), 'signal')}, ${kernelDrops} dropped by the kernel`,
  ].join('');
}

/** Counters of a source besides those of the account; logged if not 0. */
const DETAILS: readonly (readonly [keyof typeof COUNT, string, string?])[] = [
  ['unparsed', 'unparsed'],
  ['problems', 'with problems'],
  ['unrouted', 'without a route'],
  ['fragments', 'fragment', 'fragments'],
  ['incomplete', 'incomplete record', 'incomplete records'],
  ['badFragments', 'bad fragment', 'bad fragments'],
  ['overlappingFragments', 'overlapping fragment', 'overlapping fragments'],
  ['unterminated', 'unterminated record', 'unterminated records'],
  ['gaps', 'gap', 'gaps'],
  ['outOfOrder', 'out of order'],
  ['reboots', 'reboot', 'reboots'],
  ['replays', 'replay', 'replays'],
  ['lost', 'lost on the way'],
  ['droppedByKernel', 'dropped by the sender'],
  ['evicted', 'sender evicted', 'senders evicted'],
  [
    'userMadeCrashText',
    'record of processes that begins like a crash',
    'records of processes that begin like a crash',
  ],
  [
    'crashRepeats',
    'crash of a title sent shortly before',
    'crashes of a title sent shortly before',
  ],
  ['crashesSuppressed', 'crash suppressed', 'crashes suppressed'],
  ['troublesSuppressed', 'trouble suppressed', 'troubles suppressed'],
  ['trimmedUnread', 'entry trimmed before it was read', 'entries trimmed before they were read'],
  ['connections', 'connection', 'connections'],
  ['connectionsRefused', 'connection refused by allow', 'connections refused by allow'],
  [
    'connectionsLimited',
    'connection refused by maxConnections',
    'connections refused by maxConnections',
  ],
  ['handshakesFailed', 'TLS handshake failed', 'TLS handshakes failed'],
  ['connectionsIdle', 'connection closed by idleTimeout', 'connections closed by idleTimeout'],
  ['connectionsLost', 'connection lost in a crash', 'connections lost in a crash'],
  ['rateLimited', 'refused by rateLimit'],
  [
    'signalsLimited',
    'signal left out of senders with too many',
    'signals left out of senders with too many',
  ],
];

/** One line with the unusual datagrams of a source; undefined when there were none. */
function describeDetails({ name, counts }: SourceAccount): string | undefined {
  const parts = DETAILS.filter(([counter]) => (counts[COUNT[counter]] as number) > 0).map(
    ([counter, one, many = one]) => plural(counts[COUNT[counter]] as number, one, many),
  );
  return parts.length === 0 ? undefined : `source ${name}: ${parts.join(', ')}`;
}

/** One line about the senders with the most datagrams; undefined if there are none. */
function describeBusiest({ name, busiest }: SourceAccount): string | undefined {
  if (busiest.length === 0) return undefined;
  const parts = busiest.map(
    ({ address, port, datagrams }) =>
      `${formatEndpoint({ address, port })} (${plural(datagrams, 'datagram')})`,
  );
  return `source ${name}: busiest senders: ${parts.join(', ')}`;
}

/** One line about a destination: every outcome of the events routed to it. */
function describeDestination(account: DestinationAccount): string {
  const { name, routed, counts } = account;
  const dropped = Object.entries(counts.dropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ` + ${count} dropped (${reason})`);
  const queued = queuedEvents(account);
  const rest = queued === 0 ? '' : ` + ${queued} queued`;
  const { restored, spooled } = counts;
  const onDisk = spooled === 0 ? '' : ` + ${spooled} spooled`;
  const before = restored === 0 ? '' : ` + ${restored} from before in the spool`;
  const side = Object.entries(counts.side).map(
    ([counter, count]) => `; ${count} ${counter.replaceAll('_', ' ')}`,
  );
  return `destination ${name}: ${routed} routed${before} = ${counts.delivered} delivered${dropped.join('')}${rest}${onDisk}${side.join('')}`;
}
