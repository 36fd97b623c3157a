import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DestinationConfig } from '../config/destination-config.ts';
import { canWait, type SourceConfig } from '../config/source-config.ts';
import { BUFFER_BYTES, BufferPool } from '../deliver/buffer-pool.ts';
import type { SealedBatch } from '../deliver/batch.ts';
import { createEncoder } from '../deliver/encoder-kinds.ts';
import type { EventView } from '../event/event-view.ts';
import type { EventSink } from '../event/event-sink.ts';
import type { SourceCounts } from '../observe/counters.ts';
import { toColumns, type HostColumns } from '../observe/host-columns.ts';
import { BUSIEST } from '../observe/ledger.ts';
import type { ScopeNames } from '../senders/scope-names.ts';
import { fileOf } from './file-of.ts';
import { reportExits } from './report-exits.ts';
import type { ShardSettings } from './shard-messages.ts';
import { CrashShare } from '../crash/crash-share.ts';
import { compileRoutes } from '../route/compile-routes.ts';
import { lifeSettings } from '../pipeline/host-lives.ts';
import { createListener } from '../pipeline/create-listener.ts';
import type { ReportExits } from '../pipeline/sender-reports.ts';
import { Intake } from '../pipeline/intake.ts';
import { DecodedEvents } from '../pipeline/decoded-events.ts';
import type { DatagramSink, SinkGroup } from '../receive/datagram-sink.ts';
import { Naming } from '../senders/naming.ts';
import { Taps } from './taps.ts';
import type { PipelineExits, PipelineMemory } from './pipeline-exits.ts';
import { CarriedEvents } from '../pipeline/carried-events.ts';
import { Outlet } from '../pipeline/outlet.ts';

/** Full batches leave together, at intervals: each time wakes two threads. So many leave at once. */
const MAX_SEALED = 8;

/** Of batches of streams: they count as those of sources that can wait, and nobody asks when they are settled. */
const UNASKED_RECEIPT = 0;

/** Everything between receiving and handing over, for all sources of one shard. */
export class ShardPipeline implements SinkGroup {
  readonly pool: BufferPool;
  decoded: DecodedEvents;
  readonly #shard: number;
  readonly #exits: PipelineExits;
  readonly #naming: Naming;
  readonly taps: Taps;
  #crashes: CrashShare | undefined;
  #settings: ShardSettings;
  #outlet: Outlet;
  #intakes = new Map<string, Intake>();
  /** Full batches that have not left yet. */
  #sealed: SealedBatch[] = [];
  /** That of the events in the encoders; undefined: of datagrams. */
  #receipt: number | undefined = undefined;
  /** At random: a thread that is started again must not use the receipts of the one before. */
  #lastReceipt = randomInt(1, 2 ** 47);

  constructor(
    shard: number,
    settings: ShardSettings,
    exits: PipelineExits,
    memory: PipelineMemory = {},
  ) {
    this.pool = new BufferPool(memory.batches, BUFFER_BYTES, memory.idleBuffers);
    this.#shard = shard;
    this.#exits = exits;
    this.taps = new Taps((id, lines) => exits.tapped?.(id, lines));
    this.#settings = settings;
    this.#naming = new Naming(settings.names, (address) => exits.ask(address));
    this.#outlet = this.#createOutlet(settings);
    this.decoded = new DecodedEvents(settings.counts, this.#outlet, this.#naming.hosts);
    this.#crashes = shareOf(settings);
    this.#intakes = this.#createIntakes(settings);
  }

  /**
   * Runs with other settings from now on: hands over what was made under the old ones first. Sources that stay as they
   * are keep their senders and open records.
   */
  configure(settings: ShardSettings, nowMs: number): void {
    for (const [name, intake] of this.#intakes) {
      if (!this.#isUnchanged(name, settings)) intake.flush(nowMs);
    }
    this.#carry(undefined);
    this.flush();
    this.#naming.update(settings.names);
    const old = this.#settings;
    this.#settings = settings;
    this.#outlet = this.#createOutlet(settings);
    this.decoded = new DecodedEvents(settings.counts, this.#outlet, this.#naming.hosts);
    const isSame = isDeepStrictEqual(settings.config.crashes, old.config.crashes);
    if (!isSame) this.#crashes = shareOf(settings);
    this.#intakes = this.#createIntakes(settings, old);
  }

  /** Gives the senders of an address the name that reverse DNS found. */
  found(address: string, name: string): void {
    this.#naming.found(address, name);
    for (const intake of this.#intakes.values()) intake.rename(address);
  }

  /** The hosts of all sources. Reads the clocks. */
  hosts(withFiles: boolean): HostColumns {
    const moment = { epochMs: Date.now(), nowMs: performance.now() };
    const { config } = this.#settings;
    const fileOfEvent = (view: EventView): string => fileOf(view, this.#outlet, config);
    const intakes = [...this.#intakes.values()];
    return toColumns(
      intakes.flatMap((intake) => intake.hosts(moment, withFiles ? fileOfEvent : undefined)),
    );
  }

  chunk(take: () => void): number {
    const receipt = ++this.#lastReceipt;
    this.#carry(receipt);
    take();
    this.#carry(undefined);
    this.#exits.chunkEnded(receipt);
    return receipt;
  }

  /** The batches that are filled from now on carry a receipt; they contain no events of those before. */
  #carry(receipt: number | undefined): void {
    if (receipt === this.#receipt) return;
    this.flush();
    this.#receipt = receipt;
  }

  get scopes(): ScopeNames {
    return this.#naming.scopes;
  }

  sinks(): DatagramSink[] {
    const { config, inputs } = this.#settings;
    return inputs.map(
      ({ source }) => this.#intakes.get((config.sources[source] as SourceConfig).name) as Intake,
    );
  }

  get isEmpty(): boolean {
    return this.#sealed.length === 0 && this.#outlet.isEmpty;
  }

  flush(): void {
    this.#outlet.flush();
    this.#handOver();
  }

  flushOld(): void {
    this.#outlet.flushOld();
    this.#handOver();
  }

  expire(nowMs: number): number | undefined {
    let next: number | undefined;
    for (const intake of this.#intakes.values()) {
      intake.expire(nowMs);
      const deadline = intake.nextDeadline;
      if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline;
    }
    return next;
  }

  /** Emits every open record and hands everything over; for the end. */
  finish(nowMs: number): void {
    for (const [source, intake] of this.#intakes) {
      intake.flush(nowMs);
      this.#exits.busiest(source, intake.busiest(BUSIEST));
    }
    this.flush();
  }

  #seal(batch: SealedBatch): void {
    if (this.#sealed.push(batch) >= MAX_SEALED) this.#handOver();
  }

  #handOver(): void {
    const sealed = this.#sealed;
    if (sealed.length === 0) return;
    this.#sealed = [];
    this.#exits.handOver(sealed);
  }

  #createOutlet({ config, generation, counts, routed }: ShardSettings): Outlet {
    const encoders = config.destinations.map((destination, index) =>
      createEncoder(destination, {
        origin: { destination: index, generation, shard: this.#shard },
        pool: this.pool,
        relayId: config.relayId,
        handOver: (batch) => this.#seal(batch),
        receipt: () => this.#receipt,
      }),
    );
    return new Outlet(compileRoutes(config), encoders, { sources: counts, routed }, this.taps.list);
  }

  #createIntakes(settings: ShardSettings, old?: ShardSettings): Map<string, Intake> {
    const { config, counts, inputs } = settings;
    // Datagrams alone need no receipts.
    const mustCarry = inputs.some(({ source }) => canWait(config.sources[source] as SourceConfig));
    return new Map(
      inputs.map(({ source: index, port }) => {
        const source = config.sources[index] as SourceConfig;
        const context = {
          listener: createListener(source, index, port),
          counts: counts[index] as SourceCounts,
          naming: this.#naming,
          outlet: mustCarry ? this.#carried(source) : this.#outlet,
          // They are signals: a source without signals has none.
          crashes: source.signals ? this.#crashes : undefined,
          life: lifeSettings(config),
          reports: this.#createReports(),
        };
        const known = this.#intakes.get(source.name);
        if (known === undefined || old === undefined || !isSameSource(source, old)) {
          return [source.name, new Intake(source, context)];
        }
        known.adopt(context);
        return [source.name, known];
      }),
    );
  }

  #carried(source: SourceConfig): EventSink {
    const receipt = canWait(source) ? UNASKED_RECEIPT : undefined;
    return new CarriedEvents(this.#outlet, () => this.#carry(receipt));
  }

  #createReports(): ReportExits | undefined {
    return reportExits(this.#exits, (view, visit) => {
      const { destinations } = this.#settings.config;
      this.#outlet.eachPlace(view, (index, name) => {
        visit(destinations[index] as DestinationConfig, name);
      });
    });
  }

  #isUnchanged(name: string, settings: ShardSettings): boolean {
    const source = settings.config.sources.find((candidate) => candidate.name === name);
    return source !== undefined && isSameSource(source, this.#settings);
  }
}

function shareOf({ config, crashTitles: titles }: ShardSettings): CrashShare | undefined {
  return CrashShare.of(config.crashes, { shards: config.shards, titles });
}

function isSameSource(source: SourceConfig, settings: ShardSettings): boolean {
  return settings.config.sources.some((candidate) => isDeepStrictEqual(candidate, source));
}
