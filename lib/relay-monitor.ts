import type { Config } from './config/config.ts';
import type { Delivery } from './deliver/delivery.ts';
import type { TapSettings } from './deliver/tap/tap-settings.ts';
import type { Accounts } from './observe/accounting.ts';
import { toRows, type HostRow } from './observe/host-columns.ts';
import type { Ledger } from './observe/ledger.ts';
import type { WatchedSource } from './observe/source-watch.ts';
import type { MonitoredRelay, SourceEndpoint } from './operate/monitored-relay.ts';
import type { SpoolControl } from './operate/spool-control.ts';
import type { Receivers } from './receive/receivers.ts';
import type { ShardGroup } from './shard/shard-group.ts';

/** The parts of a relay that it is monitored by. */
export interface MonitoredParts {
  readonly ledger: Ledger;
  readonly delivery: Delivery;
  readonly receivers: Receivers;
  readonly shards: ShardGroup;
  /** In force. */
  readonly config: () => Config;
}

/** A running relay as monitoring sees it. */
export class RelayMonitor implements MonitoredRelay {
  isReady = false;
  readonly #parts: MonitoredParts;
  /** By the id of the subscriber. */
  readonly #takers = new Map<number, (lines: Uint8Array) => void>();

  constructor(parts: MonitoredParts) {
    this.#parts = parts;
  }

  get config(): Config {
    return this.#parts.config();
  }

  get isAlive(): boolean {
    return this.#parts.shards.areAlive;
  }

  accounts(): Accounts {
    const { ledger, receivers, delivery } = this.#parts;
    return ledger.accounts(receivers.kernelDrops(), delivery.counts);
  }

  /** The sources in force, with the counters that `SourceWatch` compares. */
  watchedSources(): WatchedSource[] {
    const { ledger, receivers } = this.#parts;
    const drops = receivers.kernelDrops();
    return this.config.sources.map((config) => ({
      config,
      counts: ledger.countsOf(config.name),
      kernelDrops: drops.get(config.name) ?? 0,
      receiveBufferBytes: receivers.report(config)?.receiveBufferBytes,
    }));
  }

  /** What destinations have on disk. */
  get spool(): SpoolControl {
    const { delivery } = this.#parts;
    return { summaries: () => delivery.spooled, drop: (name) => delivery.dropSpooled(name) };
  }

  endpointOf(name: string): SourceEndpoint | undefined {
    const source = this.config.sources.find((each) => each.name === name);
    return source === undefined ? undefined : this.#parts.receivers.report(source);
  }

  async hosts(withFiles: boolean): Promise<HostRow[]> {
    const answers = await this.#parts.shards.ask({ about: 'hosts', withFiles });
    return answers.flatMap((columns) => (columns === undefined ? [] : toRows(columns)));
  }

  tap(settings: TapSettings, take: (lines: Uint8Array) => void): Promise<void> {
    this.#takers.set(settings.id, take);
    return this.#parts.shards.tap(settings);
  }

  untap(id: number): void {
    this.#takers.delete(id);
    this.#parts.shards.untap(id);
  }

  /** Takes lines of a thread. Those of a subscriber that has left are dropped. */
  tapped(id: number, lines: Uint8Array): void {
    this.#takers.get(id)?.(lines);
  }
}
