import type { Config } from './config/config.ts';
import { SeenTitles } from './crash/seen-titles.ts';
import { Delivery } from './deliver/delivery.ts';
import type { Log } from './log/log.ts';
import { Ledger } from './observe/ledger.ts';
import { DropReport } from './receive/drop-report.ts';
import { RECEIVERS, Receivers, type ReceiverRegistry } from './receive/receivers.ts';
import { readNameSettings } from './senders/name-settings.ts';
import { ReverseDns, systemReverse } from './senders/reverse-dns.ts';
import { ShardGroup, type ShardGroupEvents } from './shard/shard-group.ts';
import { THREAD_MODULES, type ThreadModules } from './shard/thread-modules.ts';

const KERNEL_DROPS_EVERY_MS = 10_000;

/** How sources are received: the kinds of source and the threads that read them. */
export interface Receiving {
  readonly receivers: ReceiverRegistry;
  readonly modules: ThreadModules;
}

const RECEIVING: Receiving = { receivers: RECEIVERS, modules: THREAD_MODULES };

/** The whole relay: receives from the sources of a configuration and delivers to its destinations, until stopped. */
export class Relay {
  readonly #log: Log;
  readonly #receivers: Receivers;
  readonly #shards: ShardGroup;
  readonly #delivery: Delivery;
  readonly #ledger = new Ledger();
  readonly #drops: DropReport;
  readonly #crashTitles = SeenTitles.allocate();
  readonly #dns = new ReverseDns({
    reverse: systemReverse(),
    now: () => performance.now(),
    found: (address, name) => this.#shards.name(address, name),
  });
  #config: Config;
  #generation = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(config: Config, log: Log, receiving: Receiving = RECEIVING) {
    const { shards } = config;
    this.#config = config;
    this.#log = log;
    this.#drops = new DropReport(log);
    this.#receivers = new Receivers(receiving.receivers, { shards, log });
    this.#delivery = new Delivery(log, {
      released: (shard, bytes) => this.#shards.give(shard, [bytes]),
      credit: (mayRead) => this.pause(!mayRead),
      chunkSettled: (shard, receipt, isFinal) => this.#shards.settled(shard, receipt, isFinal),
    });
    const options = { modules: receiving.modules, blockingThreads: shards };
    this.#shards = new ShardGroup(options, this.#createEvents(), log);
  }

  /** Resolves when every source is read. Rejects with SocketError, or what a destination could not be made for. */
  async start(): Promise<void> {
    (await this.#receivers.open(this.#config)).commit();
    try {
      await this.#delivery.open(this.#generation, this.#config);
    } catch (error) {
      this.#receivers.close();
      throw error;
    }
    await this.#configureShards();
    this.#logSources();
    const report = (): void => this.#drops.update(this.#receivers.kernelDrops());
    this.#timer = setInterval(report, KERNEL_DROPS_EVERY_MS);
  }

  /** Goes over to another configuration without losing a datagram. When it rejects, the old one stays in force. */
  async reload(config: Config): Promise<void> {
    const opening = await this.#receivers.open(config);
    try {
      await this.#delivery.open(this.#generation + 1, config);
    } catch (error) {
      opening.rollback();
      throw error;
    }
    this.#generation++;
    this.#dns.clear();
    this.#config = config;
    await this.#configureShards();
    opening.commit();
    await this.#delivery.retire(this.#generation, AbortSignal.timeout(config.drainTimeoutMs));
    this.#delivery.reopen();
    this.#logSources();
  }

  /** Opens every file anew when it is next written to. */
  reopen(): void {
    this.#delivery.reopen();
  }

  /** Stops reading the sources that can wait (true), or continues (false): for when destinations are behind. */
  pause(isPaused: boolean): void {
    this.#shards.pause(isPaused);
  }

  /** Stops reading, delivers what was read. Returns whether all of it was delivered before the deadline. */
  async stop(): Promise<boolean> {
    clearInterval(this.#timer);
    const deadline = AbortSignal.timeout(this.#config.drainTimeoutMs);
    await this.#shards.stop();
    const isDelivered = await this.#delivery.close(deadline);
    for (const line of this.account()) this.#log.info(line);
    this.#receivers.close();
    return isDelivered;
  }

  /** Ends every thread that waits in the kernel; for the very end of the process. */
  leave(): void {
    this.#shards.leave();
  }

  /** The fate of every datagram and event so far, a line for each source and destination. */
  account(): string[] {
    return this.#ledger.describe(this.#receivers.kernelDrops(), this.#delivery.counts);
  }

  async #configureShards(): Promise<void> {
    const config = this.#config;
    const names = readNameSettings(config.hosts);
    await this.#shards.configure(this.#receivers.threadsFor(config), ({ number, kind, index }) => ({
      generation: this.#generation,
      config,
      names,
      inputs: this.#receivers.inputsFor(config, kind, index),
      crashTitles: this.#crashTitles,
      ...this.#ledger.open(config, number),
    }));
  }

  #createEvents(): ShardGroupEvents {
    return {
      batch: (shard, batch) =>
        this.#ledger.handedOver(shard, this.#delivery.take(batch), batch.events),
      opened: (source, bound) => this.#receivers.opened(source, bound),
      busiest: (source, senders) => this.#ledger.heard(source, senders),
      ask: (address) => this.#dns.ask(address),
      chunkEnded: (shard, receipt) => this.#delivery.closeChunk(shard, receipt),
      died: (shard) => {
        this.#delivery.forgetChunks(shard);
        for (const [name, lost] of this.#ledger.loseOpen(shard)) this.#delivery.lose(name, lost);
      },
      inputsFor: ({ kind, index }) => this.#receivers.inputsFor(this.#config, kind, index),
    };
  }

  #logSources(): void {
    for (const source of this.#config.sources) {
      const report = this.#receivers.report(source);
      if (report === undefined) continue;
      this.#log.info(`source ${source.name} listens on ${report.endpoint}`);
      if (report.warning !== undefined) this.#log.warn(`source ${source.name} ${report.warning}`);
    }
  }
}
