import { listenOf, type SourceConfig } from '../config/source-config.ts';
import type { Listener } from '../event/sender.ts';

/** What decoding needs of a source. `port`: the bound one, when it is known. */
export function createListener(source: SourceConfig, index: number, port?: number): Listener {
  return {
    name: source.name,
    nameBytes: Buffer.from(source.name),
    index,
    transport: source.type,
    port: port ?? listenOf(source)?.port ?? 0,
    format: source.format,
    defaultSeverity: source.defaultSeverity,
    signals: source.signals,
  };
}
