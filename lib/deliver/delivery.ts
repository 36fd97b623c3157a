import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import type { DestinationConfig } from '../config/destination-config.ts';
import type { Log } from '../log/log.ts';
import { laterOwner, type Identity } from '../system/privileges.ts';
import { allDropped, isFinal, type BatchBytes, type Outcome, type SealedBatch } from './batch.ts';
import type { BatchQueueLimits } from './batch-queue.ts';
import { Credit } from './credit.ts';
import { drainAndClose, type DrainLimits } from './drain.ts';
import { createDestination } from './destination-kinds.ts';
import { DestinationCounts } from './destination-counts.ts';
import type { Destination } from './destination.ts';
import { OverflowReport } from './overflow-report.ts';
import { Receipts, type ChunkSettled } from './receipts.ts';
import { openFilesShare, reportOpenFiles } from './open-files-share.ts';
import { reservedBytes } from './reserve.ts';
import { choiceOf, SpoolHolder, type SpoolChoice } from './spool/spool-holder.ts';
import type { SpooledTotals } from './spool/spool.ts';

export { drainLimits } from './drain.ts';

/** All settings that define a destination: it continues over a reload if none of them changes. */
interface MemberSettings {
  readonly config: DestinationConfig;
  readonly reservedBytes: number;
  /** Undefined for kinds without a spool. */
  readonly spool: SpoolChoice | undefined;
  /** 0 if it keeps no files open. */
  readonly maxOpen: number;
}

interface Member {
  readonly settings: MemberSettings;
  readonly destination: Destination;
  readonly counts: DestinationCounts;
  readonly overflow: OverflowReport;
}

export interface DeliveryEvents {
  /** The memory of a batch is free; `shard` encoded it. */
  released(shard: number, bytes: BatchBytes): void;
  /** Sources that can wait must stop reading (false) or may continue (true). */
  credit(mayRead: boolean): void;
  chunkSettled: ChunkSettled;
}

/** Destinations that were created for a configuration. One of the two is called, once. */
export interface PreparedDestinations {
  /** Lets batches of the configuration be taken. */
  commit(): void;
  /** Closes the destinations that were created. */
  rollback(): Promise<void>;
}

/**
 * All destinations: those of the configuration in force, and those of earlier ones that shards still send batches to.
 * A destination with unchanged settings continues over a reload; others of its name are closed when no batch for them can arrive and all
 * their batches are settled.
 */
export class Delivery {
  readonly #log: Log;
  readonly #events: DeliveryEvents;
  readonly #credit: Credit;
  readonly #receipts: Receipts;
  readonly #generations = new Map<number, readonly Member[]>();
  /** Of generations that are over: they deliver their last batches. */
  readonly #retiring = new Set<Member>();
  /** By name; outlives the destinations, so that counters never decrease. */
  readonly #counts = new Map<string, DestinationCounts>();
  readonly #spool: SpoolHolder;

  constructor(log: Log, events: DeliveryEvents) {
    this.#log = log;
    this.#events = events;
    this.#spool = new SpoolHolder(log);
    this.#credit = new Credit((mayRead) => events.credit(mayRead));
    this.#receipts = new Receipts((...chunk) => events.chunkSettled(...chunk));
  }

  /** Creates the destinations of a configuration, which takes effect by `commit`. Rejects if one cannot be created; none is left then. */
  async open(generation: number, config: Config): Promise<PreparedDestinations> {
    const running = [...this.#generations.values()].at(-1) ?? [];
    const reserved = reservedBytes(config);
    const share = openFilesShare(config);
    const owner = laterOwner(config);
    const members: Member[] = [];
    const fresh: Member[] = [];
    const hasOpenedSpool = await this.#spool.open(config);
    const discard = async (): Promise<void> => {
      await Promise.all(fresh.map(({ destination }) => destination.close()));
      if (hasOpenedSpool) await this.#spool.close();
    };
    try {
      for (const wanted of config.destinations) {
        const settings = {
          config: wanted,
          reservedBytes: reserved.get(wanted.name) ?? 0,
          spool: choiceOf(wanted, config),
          maxOpen: wanted.type === 'file' ? Math.min(wanted.maxOpen, share) : 0,
        };
        const kept = running.find((member) => isDeepStrictEqual(member.settings, settings));
        const member = kept ?? (await this.#create(settings, owner));
        if (kept === undefined) fresh.push(member);
        members.push(member);
      }
    } catch (error) {
      await discard();
      throw error;
    }
    const created = fresh.map(({ settings }) => settings.config);
    reportOpenFiles(created, share, this.#log);
    const commit = (): void => {
      for (const { settings, counts } of members) this.#counts.set(settings.config.name, counts);
      this.#generations.set(generation, members);
      this.#spool.report(new Set(config.destinations.map(({ name }) => name)));
    };
    return { commit, rollback: discard };
  }

  /** Takes one batch from a shard. Its events are counted at once and settled later. Returns the destination's name. */
  take(sealed: SealedBatch): string {
    const member = this.#generations.get(sealed.generation)?.[sealed.destination];
    if (member === undefined) throw new Error(`batch for unknown generation ${sealed.generation}`);
    const { shard, receipt, bytes } = sealed;
    member.counts.handedOver += sealed.events;
    member.counts.batches++;
    member.counts.note('truncated', sealed.truncated);
    if (receipt !== undefined) this.#receipts.add(shard, receipt);
    member.counts.queuedBytes += bytes.byteLength;
    const released = (): void => this.#events.released(shard, bytes);
    const settled = (outcome: Outcome): void => {
      member.counts.queuedBytes -= bytes.byteLength;
      member.counts.settle(outcome);
      if (receipt === undefined) return;
      this.#receipts.settle(shard, receipt, isFinal(outcome));
    };
    if (member.destination.accept({ ...sealed, released, settled })) member.overflow.accepted();
    else {
      member.overflow.refused(sealed.events);
      released();
      settled(allDropped(sealed, 'queue-full'));
    }
    return member.settings.config.name;
  }

  /** A shard has handed over all batches of a chunk. */
  closeChunk(shard: number, receipt: number): void {
    this.#receipts.close(shard, receipt);
  }

  /** Counts events that a shard had encoded for a destination and not handed over when it died. */
  lose(name: string, events: number): void {
    const counts = this.#counts.get(name);
    if (counts === undefined) return;
    counts.handedOver += events;
    counts.drop('shard-died', events);
  }

  /** Removes the chunks of a shard that died. */
  forgetChunks(shard: number): void {
    this.#receipts.forget(shard);
  }

  /** Closes the destinations that no generation from `generation` on uses, after they have delivered their batches. */
  async retire(generation: number, limits: DrainLimits): Promise<void> {
    const kept = new Set(this.#generations.get(generation)?.map((member) => member.destination));
    for (const [older, members] of this.#generations) {
      if (older >= generation) continue;
      const replaced = members.filter((member) => !kept.has(member.destination));
      for (const member of replaced) this.#retiring.add(member);
      this.#generations.delete(older);
      await Promise.all(replaced.map((member) => drainAndClose(member.destination, limits)));
      for (const member of replaced) this.#retiring.delete(member);
    }
  }

  reopen(): void {
    for (const { destination } of this.#all()) destination.reopen();
  }

  /** Delivers all accepted batches, or stores them. Returns false if the time was up first; the rest is then counted as dropped. */
  async close(limits: DrainLimits): Promise<boolean> {
    const results = await Promise.all(
      this.#all().map(({ destination }) => drainAndClose(destination, limits)),
    );
    await this.#spool.close();
    return results.every(Boolean);
  }

  /** Counts by destination name. */
  get counts(): ReadonlyMap<string, DestinationCounts> {
    return this.#counts;
  }

  /** What each destination has on disk, if anything. */
  get spooled(): readonly SpooledTotals[] {
    return this.#spool.totals();
  }

  /** Deletes what a destination that is not in use has on disk. Returns what that was; undefined if it is in use. */
  async dropSpooled(name: string): Promise<SpooledTotals | undefined> {
    if (this.#all().some(({ settings }) => settings.config.name === name)) return undefined;
    return this.#spool.drop(name);
  }

  #all(): Member[] {
    const seen = new Map<Destination, Member>();
    for (const member of [...this.#retiring, ...[...this.#generations.values()].flat()])
      seen.set(member.destination, member);
    return [...seen.values()];
  }

  async #create(settings: MemberSettings, owner: Identity | undefined): Promise<Member> {
    const { config } = settings;
    const counts = this.#counts.get(config.name) ?? new DestinationCounts();
    const queue = this.#limitsOf(settings);
    const { maxOpen } = settings;
    const spool = settings.spool && this.#spool.use(config.name, settings.spool, counts);
    const options = { log: this.#log, queue, counts, maxOpen, owner, spool };
    // What an earlier process has left is accounted for, whatever becomes of the configuration.
    if (counts.restored > 0) this.#counts.set(config.name, counts);
    const destination = await createDestination(config, options).catch(async (error: unknown) => {
      await spool?.store.release();
      throw error;
    });
    const overflow = new OverflowReport(config, this.#log, () => performance.now());
    return { settings, destination, counts, overflow };
  }

  #limitsOf({ config, reservedBytes: reserved }: MemberSettings): BatchQueueLimits {
    const limitBytes = config.queueBytes;
    if (reserved === 0) return { limitBytes };
    return { limitBytes, reservedBytes: reserved, reservedFull: this.#credit.reservedFull };
  }
}
