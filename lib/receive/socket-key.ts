import type { UdpSourceConfig } from '../config/source-config.ts';
import { formatEndpoint } from '../system/socket-address.ts';

/** What stays the same over a reload is the address, whatever the source is called; port 0 is another port for each source. */
export function socketKey({ name, listen }: UdpSourceConfig): string {
  const owner = listen.port === 0 ? name : '';
  return `${formatEndpoint(listen)} ${owner}`;
}
