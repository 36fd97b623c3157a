import { isDeepStrictEqual } from 'node:util';
import type { SourceConfig } from '../config/config.ts';
import { BufferPool } from '../deliver/buffer-pool.ts';
import { createEncoder } from '../deliver/encoder-kinds.ts';
import type { BatchBytes, SealedBatch } from '../deliver/batch.ts';
import type { Listener } from '../event/sender.ts';
import type { SourceCounts } from '../observe/counters.ts';
import { BUSIEST } from '../observe/ledger.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import type { ScopeNames } from '../senders/scope-names.ts';
import type { ShardSettings } from './shard-messages.ts';
import { commonGrammar, type Grammar } from '../syslog-parser/grammar.ts';
import { compileRoutes } from '../route/compile-routes.ts';
import { Intake } from '../pipeline/intake.ts';
import { Naming } from '../senders/naming.ts';
import { Outlet } from '../pipeline/outlet.ts';

/** Full batches leave together, at intervals: each time wakes two threads. So many leave at once. */
const MAX_SEALED = 8;

/** Where a pipeline gives what leaves it. */
export interface PipelineExits {
  handOver(batches: readonly SealedBatch[]): void;
  /** An address whose name reverse DNS may know. */
  ask(address: string): void;
  /** The senders of a source heard most, at the end. */
  busiest(source: string, senders: readonly SenderDatagrams[]): void;
}

/** What a pipeline works in; what is absent it makes itself. */
export interface PipelineMemory {
  /** Datagrams that lie in its memory are read in place. */
  readonly grammar?: Grammar;
  /** For batches. */
  readonly batches?: BatchBytes;
}

/** Everything between receiving and handing over, for all sources of one shard. */
export class ShardPipeline {
  readonly pool: BufferPool;
  readonly #shard: number;
  readonly #exits: PipelineExits;
  readonly #naming: Naming;
  readonly #grammar: Grammar;
  #settings: ShardSettings;
  #outlet: Outlet;
  #intakes = new Map<string, Intake>();
  /** Full batches that have not left yet. */
  #sealed: SealedBatch[] = [];

  constructor(
    shard: number,
    settings: ShardSettings,
    exits: PipelineExits,
    memory: PipelineMemory = {},
  ) {
    this.pool = new BufferPool(memory.batches);
    this.#grammar = memory.grammar ?? commonGrammar();
    this.#shard = shard;
    this.#exits = exits;
    this.#settings = settings;
    this.#naming = new Naming(settings.names, (address) => exits.ask(address));
    this.#outlet = this.#createOutlet(settings);
    this.#intakes = this.#createIntakes(settings);
  }

  /**
   * Works by other settings from now on: hands over what was made under the old ones first. Sources that stay as they
   * are keep their senders and open records.
   */
  configure(settings: ShardSettings, nowMs: number): void {
    for (const [name, intake] of this.#intakes) {
      if (!this.#isUnchanged(name, settings)) intake.flush(nowMs);
    }
    this.flush();
    this.#naming.update(settings.names);
    const old = this.#settings;
    this.#settings = settings;
    this.#outlet = this.#createOutlet(settings);
    this.#intakes = this.#createIntakes(settings, old);
  }

  /** Gives the senders of an address the name that reverse DNS found. */
  found(address: string, name: string): void {
    this.#naming.found(address, name);
    for (const intake of this.#intakes.values()) intake.rename(address);
  }

  get scopes(): ScopeNames {
    return this.#naming.scopes;
  }

  /** The intake of each socket of the settings, in their order. */
  intakes(): Intake[] {
    const { config, sockets } = this.#settings;
    return sockets.map(
      ({ source }) => this.#intakes.get((config.sources[source] as SourceConfig).name) as Intake,
    );
  }

  get isEmpty(): boolean {
    return this.#sealed.length === 0 && this.#outlet.isEmpty;
  }

  /** Hands over what the encoders hold. */
  flush(): void {
    this.#outlet.flush();
    this.#handOver();
  }

  /** The same at intervals: what is younger than the last call may stay, once. */
  flushOld(): void {
    this.#outlet.flushOld();
    this.#handOver();
  }

  /** Gives up on records overdue at `nowMs`; returns when that is needed next, or undefined. */
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
      }),
    );
    return new Outlet(compileRoutes(config), encoders, { sources: counts, routed });
  }

  #createIntakes(settings: ShardSettings, old?: ShardSettings): Map<string, Intake> {
    const { config, counts, sockets } = settings;
    return new Map(
      config.sources.map((source, index) => {
        const context = {
          listener: createListener(source, index, sockets.find((s) => s.source === index)?.port),
          counts: counts[index] as SourceCounts,
          naming: this.#naming,
          outlet: this.#outlet,
          grammar: this.#grammar,
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

  #isUnchanged(name: string, settings: ShardSettings): boolean {
    const source = settings.config.sources.find((candidate) => candidate.name === name);
    return source !== undefined && isSameSource(source, this.#settings);
  }
}

function isSameSource(source: SourceConfig, settings: ShardSettings): boolean {
  return settings.config.sources.some((candidate) => isDeepStrictEqual(candidate, source));
}

/** What decoding needs of a source. `port`: the bound one, when it is known. */
export function createListener(source: SourceConfig, index: number, port?: number): Listener {
  return {
    name: source.name,
    nameBytes: Buffer.from(source.name),
    index,
    transport: 'udp',
    port: port ?? source.listen.port,
    format: source.format,
    defaultSeverity: source.defaultSeverity,
    signals: source.signals,
  };
}
