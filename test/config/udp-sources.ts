import type { Config } from '../../lib/config/config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';

/** The UDP sources of a configuration, by default of the embedded one, which has no others. */
export function udpSources({ sources }: Config = defaultConfig()): UdpSourceConfig[] {
  return sources.filter((source) => source.type === 'udp');
}
