import type { BatchBytes, SealedBatch } from '../deliver/batch.ts';
import type { Log } from '../log/log.ts';
import type { BoundAddress, ThreadKind } from '../receive/receiver.ts';
import type { SourceInput } from '../receive/source-input.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import type { TapSettings } from '../deliver/tap/tap-settings.ts';
import { endsBefore } from '../system/ends-before.ts';
import type { Prepared } from '../preparation.ts';
import { SystemRefusal } from '../system/system-refusal.ts';
import { LifeSigns } from './life-signs.ts';
import type { AnswerTo, Question } from './question.ts';
import { RestartPolicy } from './restart-policy.ts';
import { Shard, type ShardEvents, type ShardIdentity } from './shard.ts';
import type { ShardMemory } from './shard-memory.ts';
import type { ShardSettings } from './shard-messages.ts';
import type { ThreadModules } from './thread-modules.ts';

/** A thread that takes longer for an answer than this is treated as if it had none. */
const ANSWER_WITHIN_MS = 5000;

/** How many threads of each kind there are, once a source needs that kind, and how they start. */
export interface ShardGroupOptions {
  readonly modules: ThreadModules;
  readonly blockingThreads: number;
  /** Of each thread; undefined: as much as there is use for. */
  readonly memory?: ShardMemory | undefined;
}

/** What a group tells the relay, and asks of it. */
export interface ShardGroupEvents {
  batch(shard: number, batch: SealedBatch): void;
  /** All batches with events of a chunk were handed over. */
  chunkEnded(shard: number, receipt: number): void;
  opened(source: string, bound: BoundAddress): void;
  busiest(source: string, senders: readonly SenderDatagrams[]): void;
  /** Lines for a subscriber. */
  tapped(id: number, lines: Uint8Array<ArrayBuffer>): void;
  ask(address: string): void;
  /** What a shard had read and not handed over is lost. */
  died(shard: number): void;
  /** What a thread that is started again reads. */
  inputsFor(shard: ShardIdentity): readonly SourceInput[];
}

/**
 * All receiving threads. A kind of thread is started when a source first needs it and stays until the end. A thread that
 * dies of an internal error is started again: its sources wait for it.
 */
export class ShardGroup {
  readonly #options: ShardGroupOptions;
  readonly #events: ShardGroupEvents;
  readonly #log: Log;
  readonly #restarts = new RestartPolicy();
  readonly #dead = new Set<Shard>();
  readonly #settings = new Map<Shard, ShardSettings>();
  #shards: readonly Shard[] = [];
  #switched: ((shard: Shard, generation: number) => void) | undefined;
  readonly #life = new LifeSigns();
  /** By id: threads that are started later copy events to them, too. */
  readonly #taps = new Map<number, TapSettings>();
  #isPaused = false;
  #isStopping = false;

  constructor(options: ShardGroupOptions, events: ShardGroupEvents, log: Log) {
    this.#options = options;
    this.#events = events;
    this.#log = log;
  }

  /**
   * Starts the threads of the `kinds` that are not there. They read nothing before `configure`. Rejects with SystemRefusal when the system
   * has no room for one; none is left then.
   */
  async open(kinds: ReadonlySet<ThreadKind>): Promise<Prepared> {
    const before = this.#shards;
    const fresh: Shard[] = [];
    const discard = async (): Promise<void> => {
      this.#shards = before;
      await Promise.all(fresh.map((shard) => shard.discard()));
    };
    try {
      for (const kind of kinds) this.#create(kind, fresh);
      await Promise.all(fresh.map((shard) => shard.start()));
    } catch (error) {
      await discard();
      throw error;
    }
    this.#shards = [...before, ...fresh];
    return { rollback: discard };
  }

  /** The settings of every thread, by `settingsFor`. */
  settings(settingsFor: (shard: ShardIdentity) => ShardSettings): readonly ShardSettings[] {
    return this.#shards.map(({ identity }) => settingsFor(identity));
  }

  /** Makes every thread run with new settings, all of one generation, in the order of `settings`. Resolves when every thread does. */
  async configure(settings: readonly ShardSettings[]): Promise<void> {
    for (const [index, shard] of this.#shards.entries()) {
      this.#settings.set(shard, settings[index] as ShardSettings);
    }
    const switched = this.#whenSwitched();
    for (const [shard, each] of this.#settings) this.#configureOne(shard, each);
    await switched;
  }

  /** Tells all threads what reverse DNS said. */
  name(address: string, name: string): void {
    for (const shard of this.#shards) shard.name(address, name);
  }

  /** Gives buffers back to the thread that made them. */
  give(shard: number, buffers: readonly BatchBytes[]): void {
    this.#shards[shard]?.give(buffers);
  }

  /** Reports to the thread of a source that can wait that the batches of a chunk are settled, see `ChunkSettled`. */
  settled(shard: number, receipt: number, isFinal: boolean): void {
    this.#shards[shard]?.settled(receipt, isFinal);
  }

  /** Makes senders wait, those that can, until it is called again. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    for (const shard of this.#shards) shard.pause(isPaused);
  }

  /** The answers of all threads, by their number; undefined for one that does not answer within 5 seconds. */
  ask<Q extends Question>(question: Q): Promise<(AnswerTo<Q> | undefined)[]> {
    return Promise.all(
      this.#shards.map((shard) => endsBefore(shard.ask<Q>(question), ANSWER_WITHIN_MS)),
    );
  }

  /** Copies events to a subscriber until `untap`. Resolves when every thread does. */
  async tap(settings: TapSettings): Promise<void> {
    this.#taps.set(settings.id, settings);
    await this.ask({ about: 'tap', settings });
  }

  untap(id: number): void {
    this.#taps.delete(id);
    void this.ask({ about: 'untap', id });
  }

  /** Asks all threads whether they work; to be called every `ASK_LIFE_MS`. */
  askLife(): void {
    this.#life.ask(this.#shards);
  }

  /** Whether every thread has answered within the last 15 seconds. */
  get areAlive(): boolean {
    return this.#life.areAlive;
  }

  /** Resolves when all that was received is handed over and the threads have ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#shards.map((shard) => shard.stop()));
  }

  /** Ends every thread that waits in the kernel; for the very end of the process. */
  leave(): void {
    for (const shard of this.#shards) shard.leave();
  }

  /** Adds the threads of a kind to `fresh`, unless they are there. */
  #create(kind: ThreadKind, fresh: Shard[]): void {
    if (this.#shards.some(({ identity }) => identity.kind === kind)) return;
    const count = kind === 'blocking' ? this.#options.blockingThreads : 1;
    const events = this.#createEvents();
    for (let index = 0; index < count; index++) {
      const identity = { number: this.#shards.length + fresh.length, kind, index };
      const shard = new Shard(identity, this.#options.modules[kind], events, this.#options.memory);
      shard.pause(this.#isPaused);
      fresh.push(shard);
    }
  }

  #createEvents(): ShardEvents {
    const events = this.#events;
    return {
      batch: (shard, batch) => events.batch(shard.number, batch),
      chunkEnded: (shard, receipt) => events.chunkEnded(shard.number, receipt),
      switched: (shard, generation) => this.#onSwitched(shard, generation),
      opened: (source, bound) => events.opened(source, bound),
      busiest: (source, senders) => events.busiest(source, senders),
      ask: (address) => events.ask(address),
      tapped: (id, lines) => events.tapped(id, lines),
      trouble: (message) => this.#log.error(message),
      report: (level, message) => this.#log[level](message),
      died: (shard, error) => this.#onDeath(shard, error),
    };
  }

  #configureOne(shard: Shard, settings: ShardSettings): void {
    shard.configure(settings);
    for (const tap of this.#taps.values()) void shard.ask({ about: 'tap', settings: tap });
  }

  #whenSwitched(): Promise<void> {
    const waiting = new Set(this.#shards);
    return new Promise((resolve) => {
      this.#switched = (shard, generation) => {
        if (generation === this.#settings.get(shard)?.generation) waiting.delete(shard);
        if (waiting.size === 0) resolve();
      };
    });
  }

  #onSwitched(shard: Shard, generation: number): void {
    if (this.#dead.delete(shard)) this.#log.info(`shard ${shard.number} runs again`);
    this.#switched?.(shard, generation);
  }

  /** An internal error in a shard is no reason to stop receiving: its sources wait for the next thread. */
  #onDeath(shard: Shard, error: Error): void {
    this.#log.error(`Shard ${shard.number} died of a bug: ${error.stack ?? error.message}`);
    this.#events.died(shard.number);
    if (this.#isStopping) return;
    this.#dead.add(shard);
    this.#restart(shard, error);
  }

  #restart(shard: Shard, cause: Error): void {
    const start = async (): Promise<void> => {
      if (this.#isStopping) return;
      try {
        await shard.start();
      } catch (error) {
        if (!(error instanceof SystemRefusal)) {
          this.#onDeath(shard, error as Error);
          return;
        }
        this.#log.error(error.message);
        this.#restart(shard, error);
        return;
      }
      const settings = this.#settings.get(shard) as ShardSettings;
      const inputs = this.#events.inputsFor(shard.identity);
      this.#configureOne(shard, { ...settings, inputs });
    };
    setTimeout(() => void start(), this.#restarts.delayAfterDeath(performance.now(), cause));
  }
}
