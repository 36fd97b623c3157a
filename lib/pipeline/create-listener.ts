import type { SourceConfig } from '../config/source-config.ts';
import type { Listener } from '../event/sender.ts';

/** Creates the properties of a source that decoding needs. `port`: the local one, 0 for none. */
export function createListener(source: SourceConfig, index: number, port: number): Listener {
  return {
    name: source.name,
    nameBytes: Buffer.from(source.name),
    index,
    transport: source.type,
    // The port says what a datagram is; streams are as on 514.
    port: source.type === 'udp' ? port : 0,
    format: source.format,
    defaultSeverity: source.defaultSeverity,
    signals: source.signals,
  };
}
