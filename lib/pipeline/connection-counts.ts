import type { BaseSourceConfig, ConnectionsConfig } from '../config/source-config.ts';
import { COUNT, type SourceCounter, type SourceCounts } from '../observe/counters.ts';
import type { ConnectionOutcome } from '../receive/datagram-sink.ts';

const MAX_ENDPOINTS_PER_ADDRESS = 64;

const COUNTERS = {
  accepted: 'connections',
  refused: 'connectionsRefused',
  limited: 'connectionsLimited',
  'handshake-failed': 'handshakesFailed',
  idle: 'connectionsIdle',
  left: undefined,
  joined: undefined,
} as const satisfies Record<ConnectionOutcome, SourceCounter | undefined>;

/** By how many the open connections change. */
const OPEN: { readonly [F in ConnectionOutcome]?: number } = { accepted: 1, joined: 1, left: -1 };

/** Counts what became of a connection. */
export function countConnection(counts: SourceCounts, outcome: ConnectionOutcome): void {
  const counter = COUNTERS[outcome];
  if (counter !== undefined) (counts[COUNT[counter]] as number)++;
  (counts[COUNT.connectionsOpen] as number) += OPEN[outcome] ?? 0;
}

/** Endpoints of one address that a source remembers: ports of datagrams can be spoofed, connections cannot, and one address may have all. */
export function endpointsPerAddress(source: BaseSourceConfig & Partial<ConnectionsConfig>): number {
  return source.maxConnections ?? MAX_ENDPOINTS_PER_ADDRESS;
}
