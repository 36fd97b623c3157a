import type { Config } from './config/config.ts';
import { SeenTitles } from './crash/seen-titles.ts';
import { Delivery, drainLimits } from './deliver/delivery.ts';
import type { Log } from './log/log.ts';
import { describeAccounts } from './observe/account-text.ts';
import { AccountLog } from './observe/account-log.ts';
import { Ledger } from './observe/ledger.ts';
import { totalsOf, type Totals } from './observe/totals.ts';
import { SourceWatch } from './observe/source-watch.ts';
import { ActivatedSockets } from './receive/activated-sockets.ts';
import { RECEIVERS, Receivers, type ReceiverRegistry } from './receive/receivers.ts';
import { RelayMonitor } from './relay-monitor.ts';
import { describePlan, limitQueues, planMemory, type MemoryPlan } from './memory-plan.ts';
import { Preparation } from './preparation.ts';
import { hostNameOf } from './senders/dns-name.ts';
import { readNameSettings } from './senders/name-settings.ts';
import type { NameSettings } from './senders/naming.ts';
import { ReverseDns } from './senders/reverse-dns.ts';
import { systemReverse } from './senders/system-reverse.ts';
import { ASK_LIFE_MS } from './shard/life-signs.ts';
import { ShardGroup, type ShardGroupEvents } from './shard/shard-group.ts';
import type { ShardSettings } from './shard/shard-messages.ts';
import { endsBefore } from './system/ends-before.ts';
import { THREAD_MODULES, type ThreadModules } from './shard/thread-modules.ts';

const WATCH_EVERY_MS = 1000;
/** Threads hand over what they hold within milliseconds, also if nothing may be waited for afterwards. */
const SHARDS_GRACE_MS = 250;

/** How sources are received: the kinds of source and the threads that read them. */
export interface Receiving {
  readonly receivers: ReceiverRegistry;
  readonly modules: ThreadModules;
  /** Sockets of the service manager; none if absent. */
  readonly activated?: ActivatedSockets;
}

export const RECEIVING: Receiving = { receivers: RECEIVERS, modules: THREAD_MODULES };

/** Of a signal that never aborts. */
const NEVER = new AbortController().signal;

export interface ReloadOptions {
  /** The names for the new configuration; if absent, they are read first. */
  readonly names?: NameSettings;
  /** Aborts the preparation; in that case nothing has changed. */
  readonly signal?: AbortSignal;
}

/** The whole relay: receives from the sources of a configuration and delivers to its destinations, until stopped. */
export class Relay {
  readonly monitor: RelayMonitor;
  readonly #log: Log;
  readonly #receivers: Receivers;
  readonly #activated: ActivatedSockets;
  readonly #shards: ShardGroup;
  readonly #delivery: Delivery;
  readonly #ledger = new Ledger();
  readonly #watch: SourceWatch;
  readonly #accounts: AccountLog;
  readonly #crashTitles = SeenTitles.allocate();
  readonly #reverse = systemReverse();
  readonly #dns = new ReverseDns({
    reverse: (address) => this.#reverse(address, this.#config.hosts.dns),
    now: () => performance.now(),
    found: (address, answer) => {
      const name = hostNameOf(answer, address, this.#names);
      const verdict = name === undefined ? `refused for ${address}` : `for ${address}`;
      this.#log.debug(`reverse DNS: name ${answer} ${verdict}`);
      if (name !== undefined) this.#shards.name(address, name);
    },
  });
  readonly #memory: MemoryPlan | undefined;
  #config: Config;
  #names: NameSettings['names'] = new Map();
  #generation = 0;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(config: Config, log: Log, receiving: Receiving = RECEIVING) {
    const { shards } = config;
    this.#config = config;
    this.#log = log;
    this.#watch = new SourceWatch(log);
    this.#accounts = new AccountLog(log, () => this.account());
    this.#activated = receiving.activated ?? new ActivatedSockets();
    const context = { shards, log, activated: this.#activated };
    this.#receivers = new Receivers(receiving.receivers, context);
    this.#delivery = new Delivery(log, {
      released: (shard, bytes) => this.#shards.give(shard, [bytes]),
      credit: (mayRead) => this.pause(!mayRead),
      chunkSettled: (shard, receipt, isFinal) => this.#shards.settled(shard, receipt, isFinal),
    });
    this.#memory = planMemory(config);
    const memory = this.#memory?.shard;
    const options = { modules: receiving.modules, blockingThreads: shards, memory };
    this.#shards = new ShardGroup(options, this.#createEvents(), log);
    this.monitor = new RelayMonitor({
      ledger: this.#ledger,
      delivery: this.#delivery,
      receivers: this.#receivers,
      shards: this.#shards,
      config: () => this.#config,
    });
  }

  /**
   * Resolves when every source is read. Rejects with SocketError, SourceError, SystemRefusal, or the reason why a destination could not be created.
   */
  async start(names = readNameSettings(this.#config.hosts)): Promise<void> {
    try {
      await this.#change(this.#config, this.#generation, { names });
    } catch (error) {
      this.#receivers.close();
      throw error;
    }
    this.#receivers.logSources();
    if (this.#memory !== undefined) this.#log.info(describePlan(this.#memory));
    this.#timers = [
      setInterval(() => this.#watchSources(), WATCH_EVERY_MS),
      setInterval(() => this.#shards.askLife(), ASK_LIFE_MS),
    ];
    this.#accounts.start(this.#config.log.accountsMs);
    this.monitor.isReady = true;
  }

  /**
   * Switches to another configuration without losing a datagram. Everything that can fail, or hang until `signal` aborts, is done before
   * anything changes: when it rejects, exactly the previous sockets, threads, destinations and counters exist.
   */
  async reload(config: Config, options: ReloadOptions = {}): Promise<void> {
    await this.#change(config, this.#generation + 1, options);
    await this.#delivery.retire(this.#generation, drainLimits(config.drainTimeoutMs));
    this.#delivery.reopen();
    this.#receivers.logSources();
  }

  /** Opens every file anew when it is next written to. */
  reopen(): void {
    this.#delivery.reopen();
  }

  /** Stops reading the sources that can wait (true), or continues (false): for when destinations are behind. */
  pause(isPaused: boolean): void {
    this.#shards.pause(isPaused);
  }

  /** The configuration in force. */
  get config(): Config {
    return this.#config;
  }

  /** Stops reading, delivers what was read. Returns whether all of it was delivered before the deadline. */
  async stop(report = (line: string) => this.#log.info(line)): Promise<boolean> {
    this.monitor.isReady = false;
    for (const timer of this.#timers) clearInterval(timer);
    this.#accounts.stop();
    const { drainTimeoutMs } = this.#config;
    const limits = drainLimits(drainTimeoutMs);
    const ended = this.#shards.stop().then(() => true);
    const hasEnded = (await endsBefore(ended, drainTimeoutMs + SHARDS_GRACE_MS)) ?? false;
    const isDelivered = await this.#delivery.close(limits);
    this.#watchSources();
    for (const line of this.account()) report(line);
    this.#receivers.close();
    return hasEnded && isDelivered;
  }

  /** Events that were received and are neither delivered nor on disk. */
  undelivered(): number {
    return this.#ledger.undelivered(this.#delivery.counts);
  }

  /** Ends every thread that waits in the kernel; for the very end of the process. */
  leave(): void {
    this.#shards.leave();
  }

  /** What was received and delivered so far. */
  get totals(): Totals {
    const sources = this.#config.sources.map(({ name }) => this.#ledger.countsOf(name));
    return totalsOf(sources, this.#delivery.counts.values());
  }

  /** The outcome of every datagram and event so far, a line for each source and destination. */
  account(isRunning = false): string[] {
    return describeAccounts(this.monitor.accounts(), isRunning);
  }

  async #change(config: Config, generation: number, options: ReloadOptions): Promise<void> {
    const { names = readNameSettings(config.hosts), signal = NEVER } = options;
    const change = new Preparation();
    let prepared;
    try {
      const sources = await change.add(this.#receivers.open(config), signal);
      const destinations = await change.add(
        this.#delivery.open(generation, limitQueues(config, planMemory(config))),
        signal,
      );
      await change.add(this.#shards.open(this.#receivers.threadsFor(config)), signal);
      await change.add(Promise.resolve(this.#ledger.checkpoint()), signal);
      const settings = this.#settingsOf(config, generation, names);
      prepared = { sources, destinations, settings };
    } catch (error) {
      await change.rollback();
      throw error;
    }
    this.#generation = generation;
    this.#config = config;
    this.#names = names.names;
    this.#dns.clear();
    this.#log.debug(
      `configuration ${generation}: sources ${config.sources.length}, destinations ${config.destinations.length}, host names ${names.names.size}`,
    );
    prepared.destinations.commit();
    await this.#shards.configure(prepared.settings);
    prepared.sources.commit();
  }

  #settingsOf(config: Config, generation: number, names: NameSettings): readonly ShardSettings[] {
    return this.#shards.settings(({ number, kind, index }) => ({
      generation,
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
      tapped: (id, lines) => this.monitor.tapped(id, lines),
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

  #watchSources(): void {
    this.#watch.update(this.monitor.watchedSources(), performance.now());
  }
}
