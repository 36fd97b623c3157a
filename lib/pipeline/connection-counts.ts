import type { BaseSourceConfig, ConnectionsConfig } from '../config/source-config.ts';
import { COUNT, type SourceCounter, type SourceCounts } from '../observe/counters.ts';
import type { ConnectionFate } from '../receive/datagram-sink.ts';

const MAX_ENDPOINTS_PER_ADDRESS = 64;

const COUNTERS = {
  accepted: 'connections',
  refused: 'connectionsRefused',
  limited: 'connectionsLimited',
  'handshake-failed': 'handshakesFailed',
  idle: 'connectionsIdle',
} as const satisfies Record<ConnectionFate, SourceCounter>;

/** Counts what became of a connection. */
export function countConnection(counts: SourceCounts, fate: ConnectionFate): void {
  (counts[COUNT[COUNTERS[fate]]] as number)++;
  if (fate === 'accepted') (counts[COUNT.connectionsOpen] as number)++;
}

/** Endpoints of one address that a source remembers: ports of datagrams can be spoofed, connections cannot, and one address may have all. */
export function endpointsPerAddress(source: BaseSourceConfig & Partial<ConnectionsConfig>): number {
  return source.maxConnections ?? MAX_ENDPOINTS_PER_ADDRESS;
}
