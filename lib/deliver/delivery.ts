import { isDeepStrictEqual } from 'node:util';
import type { Config, DestinationConfig } from '../config/config.ts';
import { DestinationCounts } from './destination-counts.ts';
import type { Log } from '../log/log.ts';
import { createDestination } from './create-destination.ts';
import type { BatchBytes, Destination, Outcome, SealedBatch } from './destination.ts';
import { OverflowReport } from './overflow-report.ts';

interface Member {
  readonly config: DestinationConfig;
  readonly destination: Destination;
  readonly counts: DestinationCounts;
  readonly overflow: OverflowReport;
}

/** Takes the buffers of a settled batch back to the shard that made it. */
export type GiveBack = (shard: number, buffers: readonly BatchBytes[]) => void;

/**
 * All destinations, of the configuration in force and of those before it that shards still hand batches over for.
 * A destination that a new configuration leaves as it is goes on; others of its name are closed once nothing can
 * come for them any more and all they took is settled.
 */
export class Delivery {
  readonly #log: Log;
  readonly #giveBack: GiveBack;
  readonly #generations = new Map<number, readonly Member[]>();
  /** By name; outlives the destinations, so that counts never fall. */
  readonly #counts = new Map<string, DestinationCounts>();

  constructor(log: Log, giveBack: GiveBack) {
    this.#log = log;
    this.#giveBack = giveBack;
  }

  /** Makes the destinations of a configuration. Throws when one cannot be made; nothing has changed then. */
  async open(generation: number, config: Config): Promise<void> {
    const running = [...this.#generations.values()].at(-1) ?? [];
    const members: Member[] = [];
    const fresh: Destination[] = [];
    try {
      for (const wanted of config.destinations) {
        const kept = running.find((member) => isDeepStrictEqual(member.config, wanted));
        const member = kept ?? (await this.#create(wanted));
        if (kept === undefined) fresh.push(member.destination);
        members.push(member);
      }
    } catch (error) {
      await Promise.all(fresh.map((destination) => destination.close()));
      throw error;
    }
    this.#generations.set(generation, members);
  }

  /** Takes one batch from a shard. Its events are counted at once and settled later. Returns the destination's name. */
  take(sealed: SealedBatch): string {
    const member = this.#generations.get(sealed.generation)?.[sealed.destination];
    if (member === undefined) throw new Error(`batch for unknown generation ${sealed.generation}`);
    member.counts.handedOver += sealed.events;
    const settled = (outcome: Outcome, buffers: readonly BatchBytes[]): void => {
      member.counts.settle(outcome);
      this.#giveBack(sealed.shard, buffers);
    };
    if (member.destination.accept({ ...sealed, settled })) member.overflow.accepted();
    else {
      member.overflow.refused(sealed.events);
      settled({ delivered: 0, dropped: { 'queue-full': sealed.events } }, [sealed.bytes]);
    }
    return member.config.name;
  }

  /** Counts events that a dying shard had encoded for a destination and never handed over. */
  lose(name: string, events: number): void {
    const counts = this.#counts.get(name);
    if (counts === undefined) return;
    counts.handedOver += events;
    counts.drop('shard-died', events);
  }

  /** Closes what no generation from `generation` on uses, after it has delivered what it took. */
  async retire(generation: number, signal: AbortSignal): Promise<void> {
    const kept = new Set(this.#generations.get(generation)?.map((member) => member.destination));
    for (const [older, members] of this.#generations) {
      if (older >= generation) continue;
      this.#generations.delete(older);
      await Promise.all(
        members
          .filter((member) => !kept.has(member.destination))
          .map((member) => drainAndClose(member.destination, signal)),
      );
    }
  }

  reopen(): void {
    for (const { destination } of this.#all()) destination.reopen();
  }

  /** Delivers what was taken. Returns false when `signal` aborted first; what was left is then counted as dropped. */
  async close(signal: AbortSignal): Promise<boolean> {
    const results = await Promise.all(
      this.#all().map(({ destination }) => drainAndClose(destination, signal)),
    );
    return results.every(Boolean);
  }

  /** Counts by destination name. */
  get counts(): ReadonlyMap<string, DestinationCounts> {
    return this.#counts;
  }

  #all(): Member[] {
    const seen = new Map<Destination, Member>();
    for (const member of [...this.#generations.values()].flat())
      seen.set(member.destination, member);
    return [...seen.values()];
  }

  async #create(config: DestinationConfig): Promise<Member> {
    const counts = this.#counts.get(config.name) ?? new DestinationCounts();
    const destination = await createDestination(config, { log: this.#log });
    this.#counts.set(config.name, counts);
    const overflow = new OverflowReport(config, this.#log, () => performance.now());
    return { config, destination, counts, overflow };
  }
}

async function drainAndClose(destination: Destination, signal: AbortSignal): Promise<boolean> {
  const isDrained = await destination.drain(signal).then(
    () => true,
    () => false,
  );
  await destination.close(isDrained ? 'closed' : 'drain-deadline');
  return isDrained;
}
