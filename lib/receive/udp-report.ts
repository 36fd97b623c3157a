import type { UdpSourceConfig } from '../config/source-config.ts';
import { printSize } from '../config/size.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import type { BoundAddress, SourceReport } from './receiver.ts';

/** What is to be said of a UDP source that is open. */
export function reportUdp(source: UdpSourceConfig, bound: BoundAddress): SourceReport {
  const endpoint = `UDP ${formatEndpoint(bound)}`;
  const { receiveBufferBytes } = bound;
  if (receiveBufferBytes >= source.receiveBufferBytes) return { endpoint, receiveBufferBytes };
  return {
    endpoint,
    receiveBufferBytes,
    warning: `has a receive buffer of ${printSize(receiveBufferBytes)} instead of ${printSize(source.receiveBufferBytes)}; raise net.core.rmem_max or grant CAP_NET_ADMIN`,
  };
}
