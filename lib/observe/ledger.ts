import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import { sumCounts, unaccounted, type Accounts } from './accounting.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import { COUNT, createSourceCounts, type SourceCounts } from './counters.ts';
import type { DestinationCounts } from '../deliver/destination-counts.ts';

/** Memory that one shard counts in, and main reads. */
export interface ShardCounts {
  /** By source index. */
  readonly counts: readonly SourceCounts[];
  /** Events given to encoders, by destination index. */
  readonly routed: Float64Array;
}

/** Maximum number of senders in the report. */
export const BUSIEST = 5;

/** Counters of one shard for one list of destinations. */
interface Routed {
  readonly shard: number;
  readonly names: readonly string[];
  readonly memory: Float64Array;
}

/** The counters of all shards, by the names of sources and destinations; they live as long as the process. */
export class Ledger {
  readonly #sources = new Map<string, Map<number, SourceCounts>>();
  /** Each list of destinations that a shard had so far once, however often it had it. */
  readonly #routed: Routed[] = [];
  readonly #busiest = new Map<string, readonly SenderDatagrams[]>();
  /** Events that arrived in batches, by shard and destination name. */
  readonly #handedOver = new Map<number, Map<string, number>>();

  /** The counters for one shard under `config`. Counters of names that other configurations had keep their values. */
  open(config: Config, shard: number): ShardCounts {
    const counts = config.sources.map(({ name }) => {
      const byShard = this.#sources.get(name) ?? new Map<number, SourceCounts>();
      const memory = byShard.get(shard) ?? createSourceCounts();
      this.#sources.set(name, byShard.set(shard, memory));
      return memory;
    });
    const names = config.destinations.map(({ name }) => name);
    return { counts, routed: this.#memoryFor(shard, names) };
  }

  /** Lets everything that `open` adds from now on be removed again. */
  checkpoint(): { rollback(): void } {
    const sources = [...this.#sources].map(([name, byShard]) => [name, new Map(byShard)] as const);
    const routed = this.#routed.length;
    const rollback = (): void => {
      this.#sources.clear();
      for (const [name, byShard] of sources) this.#sources.set(name, byShard);
      this.#routed.length = routed;
    };
    return { rollback };
  }

  /** Notes that a batch left a shard. */
  handedOver(shard: number, destination: string, events: number): void {
    const byName = this.#handedOver.get(shard) ?? new Map<string, number>();
    this.#handedOver.set(shard, byName.set(destination, (byName.get(destination) ?? 0) + events));
  }

  /** Stores the senders with the most datagrams of one shard. */
  heard(source: string, senders: readonly SenderDatagrams[]): void {
    const known = this.#busiest.get(source) ?? [];
    const all = [...known, ...senders].sort((a, b) => b.datagrams - a.datagrams);
    this.#busiest.set(source, all.slice(0, BUSIEST));
  }

  /**
   * Settles what a shard held when it died: datagrams without an outcome become `lostInCrash`; returns the events that
   * were encoded and never handed over, by destination name.
   */
  loseOpen(shard: number): Map<string, number> {
    for (const byShard of this.#sources.values()) {
      const counts = byShard.get(shard);
      if (counts === undefined) continue;
      counts[COUNT.lostInCrash] =
        (counts[COUNT.lostInCrash] as number) +
        (counts[COUNT.keptOpen] as number) +
        unaccounted(counts);
      counts[COUNT.keptOpen] = 0;
      (counts[COUNT.connectionsLost] as number) += counts[COUNT.connectionsOpen] as number;
      counts[COUNT.connectionsOpen] = 0;
    }
    const lost = new Map<string, number>();
    for (const [name, routed] of this.#routedByName(shard)) {
      const handedOver = this.#handedOver.get(shard)?.get(name) ?? 0;
      if (routed > handedOver) lost.set(name, routed - handedOver);
    }
    for (const [name, events] of lost) this.handedOver(shard, name, events);
    return lost;
  }

  /** The counters of a source over all shards. */
  countsOf(source: string): SourceCounts {
    return sumCounts([...(this.#sources.get(source)?.values() ?? [])]);
  }

  /** The counters of every source and of the `destinations`. */
  accounts(
    kernelDrops: ReadonlyMap<string, number>,
    destinations: ReadonlyMap<string, DestinationCounts>,
  ): Accounts {
    const routed = this.#routedByName();
    return {
      sources: [...this.#sources.keys()].map((name) => ({
        name,
        counts: this.countsOf(name),
        kernelDrops: kernelDrops.get(name) ?? 0,
        busiest: this.#busiest.get(name) ?? [],
      })),
      destinations: [...destinations].map(([name, counts]) => ({
        name,
        routed: routed.get(name) ?? 0,
        counts,
      })),
    };
  }

  #memoryFor(shard: number, names: readonly string[]): Float64Array {
    const known = this.#routed.find(
      (each) => each.shard === shard && isDeepStrictEqual(each.names, names),
    );
    if (known !== undefined) return known.memory;
    const memory = new Float64Array(new SharedArrayBuffer(8 * names.length));
    this.#routed.push({ shard, names, memory });
    return memory;
  }

  /** Events that shards gave to encoders and that no destination has delivered, stored, or dropped for another reason than the end. */
  undelivered(destinations: ReadonlyMap<string, DestinationCounts>): number {
    let sum = 0;
    for (const [name, routed] of this.#routedByName()) {
      const counts = destinations.get(name);
      const atTheEnd = (counts?.dropped['drain-deadline'] ?? 0) + (counts?.dropped.closed ?? 0);
      sum += routed + atTheEnd;
      if (counts === undefined) continue;
      const { delivered, droppedTotal, spooled, restored } = counts;
      sum += restored - delivered - droppedTotal - spooled;
    }
    return sum;
  }

  #routedByName(shard?: number): Map<string, number> {
    const sums = new Map<string, number>();
    for (const entry of this.#routed) {
      if (shard !== undefined && entry.shard !== shard) continue;
      for (const [index, name] of entry.names.entries()) {
        sums.set(name, (sums.get(name) ?? 0) + (entry.memory[index] as number));
      }
    }
    return sums;
  }
}
