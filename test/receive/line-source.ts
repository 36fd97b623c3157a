import { accessSync } from 'node:fs';
import { dirname } from 'node:path';
import type {
  BaseSourceConfig,
  SourceConfig,
  UdpSourceConfig,
} from '../../lib/config/source-config.ts';
import { udpSources } from '../config/udp-sources.ts';
import type { BoundAddress, Opening, Receiver, SourceReport } from '../../lib/receive/receiver.ts';
import type { SourceInput } from '../../lib/receive/source-input.ts';

/** A kind of source that exists in tests only: lines over connections to a Unix socket. */
export interface LineSourceConfig extends BaseSourceConfig {
  readonly type: 'lines';
  readonly path: string;
}

/** A source of that kind, as the relay gets it from a registry that has the kind. */
export function lineSource(name: string, path: string): SourceConfig {
  const [udp] = udpSources();
  const { listen: _listen, receiveBufferBytes: _bytes, ...common } = udp as UdpSourceConfig;
  const source: LineSourceConfig = { ...common, name, type: 'lines', path };
  return source as unknown as SourceConfig;
}

/** The main thread's side: the thread opens the sockets, in directories that exist. */
export class LineReceiver implements Receiver<SourceConfig> {
  readonly thread = 'event-loop';
  readonly #bound = new Map<string, BoundAddress>();

  async open(sources: readonly SourceConfig[]): Promise<Opening> {
    for (const source of sources) accessSync(dirname(pathOf(source)));
    return { commit: () => undefined, rollback: () => undefined };
  }

  inputFor(): Omit<SourceInput, 'source'> {
    return { fd: -1, port: 0 };
  }

  opened(source: SourceConfig, bound: BoundAddress): void {
    this.#bound.set(pathOf(source), bound);
  }

  report(source: SourceConfig): SourceReport | undefined {
    const bound = this.#bound.get(pathOf(source));
    return bound && { endpoint: `lines ${bound.address}` };
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    this.#bound.clear();
  }
}

export function pathOf(source: SourceConfig): string {
  return (source as unknown as LineSourceConfig).path;
}
