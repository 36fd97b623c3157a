import type { Config } from './config/config.ts';
import { Delivery } from './deliver/delivery.ts';
import type { SealedBatch } from './deliver/destination.ts';
import { Ledger } from './observe/ledger.ts';
import type { Log } from './log/log.ts';
import { readNameSettings } from './senders/name-settings.ts';
import { ReverseDns, systemReverse } from './senders/reverse-dns.ts';
import { Shard } from './shard/shard.ts';
import { formatEndpoint } from './system/socket-address.ts';
import type { ShardSettings } from './shard/shard-messages.ts';
import { chooseReceiver } from './receive/choose-receiver.ts';
import type { Receiver } from './receive/receiver.ts';

const KERNEL_DROPS_EVERY_MS = 10_000;
const RESTART_AFTER_MS = 100;
const DEATHS_WINDOW_MS = 60_000;
const MAX_DEATHS = 5;

/** The whole relay: receives on the sockets of a configuration and delivers to its destinations, until stopped. */
export class Relay {
  readonly #log: Log;
  readonly #shards: readonly Shard[];
  readonly #receiver: Receiver;
  readonly #delivery: Delivery;
  readonly #ledger = new Ledger();
  readonly #dns = new ReverseDns({
    reverse: systemReverse(),
    now: () => performance.now(),
    found: (address, name) => this.#shards.forEach((shard) => shard.name(address, name)),
  });
  readonly #dead = new Set<Shard>();
  readonly #deathsMs: number[] = [];
  #settings: readonly ShardSettings[] = [];
  #config: Config;
  #generation = 0;
  #switched: ((shard: number, generation: number) => void) | undefined;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #dropsTold = new Map<string, number>();

  constructor(config: Config, log: Log) {
    this.#config = config;
    this.#log = log;
    this.#receiver = chooseReceiver(config.shards, log);
    this.#delivery = new Delivery(log, (shard, buffers) => this.#shards[shard]?.give(buffers));
    this.#shards = Array.from(
      { length: Math.min(config.shards, this.#receiver.maxShards) },
      (_, number) =>
        new Shard(number, this.#receiver, {
          batch: (shard, batch) => this.#take(shard, batch),
          switched: (shard, generation) => this.#onSwitched(shard, generation),
          bound: (input, bound) => this.#receiver.heard(input, bound),
          busiest: (source, senders) => this.#ledger.heard(source, senders),
          ask: (address) => this.#dns.ask(address),
          trouble: (message) => log.error(message),
          died: (shard, error) => this.#onDeath(shard, error),
        }),
    );
  }

  /** Resolves when every shard reads its sockets. Rejects with SocketError, or what a destination could not be made for. */
  async start(): Promise<void> {
    (await this.#receiver.open(this.#config)).commit();
    try {
      await this.#delivery.open(this.#generation, this.#config);
    } catch (error) {
      this.#receiver.close();
      throw error;
    }
    this.#settings = this.#settingsFor(this.#config);
    const running = this.#whenSwitched();
    for (const shard of this.#shards) shard.start(this.#settings[shard.number] as ShardSettings);
    await running;
    this.#tellSockets();
    this.#timer = setInterval(() => this.#tellKernelDrops(), KERNEL_DROPS_EVERY_MS);
  }

  /** Goes over to another configuration without losing a datagram. When it rejects, the old one stays in force. */
  async reload(config: Config): Promise<void> {
    const opening = await this.#receiver.open(config);
    try {
      await this.#delivery.open(this.#generation + 1, config);
    } catch (error) {
      opening.rollback();
      throw error;
    }
    this.#generation++;
    this.#dns.clear();
    this.#config = config;
    this.#settings = this.#settingsFor(config);
    const switched = this.#whenSwitched();
    for (const shard of this.#shards)
      shard.configure(this.#settings[shard.number] as ShardSettings);
    await switched;
    opening.commit();
    await this.#delivery.retire(this.#generation, AbortSignal.timeout(config.drainTimeoutMs));
    this.#delivery.reopen();
    this.#tellSockets();
  }

  /** Opens every file anew when it is next written to. */
  reopen(): void {
    this.#delivery.reopen();
  }

  /** Stops reading, delivers what was read. Returns whether all of it was delivered before the deadline. */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    const deadline = AbortSignal.timeout(this.#config.drainTimeoutMs);
    await Promise.all(this.#shards.map((shard) => shard.stop()));
    const isDelivered = await this.#delivery.close(deadline);
    for (const line of this.account()) this.#log.info(line);
    this.#receiver.close();
    return isDelivered;
  }

  /** Ends every thread that waits in the kernel; for the very end of the process. */
  leave(): void {
    for (const shard of this.#shards) shard.leave();
  }

  /** The fate of every datagram and event so far, a line for each source and destination. */
  account(): string[] {
    return this.#ledger.describe(this.#receiver.kernelDrops(), this.#delivery.counts);
  }

  #settingsFor(config: Config): ShardSettings[] {
    const names = readNameSettings(config.hosts);
    return this.#shards.map(({ number }) => ({
      generation: this.#generation,
      config,
      names,
      inputs: this.#receiver.forShard(config, number),
      ...this.#ledger.open(config, number),
    }));
  }

  #whenSwitched(): Promise<void> {
    const waiting = new Set(this.#shards.map((shard) => shard.number));
    return new Promise((resolve) => {
      this.#switched = (shard, generation) => {
        if (generation === this.#generation) waiting.delete(shard);
        if (waiting.size === 0) resolve();
      };
    });
  }

  #onSwitched(shard: Shard, generation: number): void {
    if (this.#dead.delete(shard)) this.#log.info(`shard ${shard.number} runs again`);
    this.#switched?.(shard.number, generation);
  }

  #take(shard: Shard, batch: SealedBatch): void {
    this.#ledger.handedOver(shard.number, this.#delivery.take(batch), batch.events);
  }

  /** A shard's death is a bug of ours, yet no reason to stop hearing: its sockets wait for the next one. */
  #onDeath(shard: Shard, error: Error): void {
    this.#log.error(`Shard ${shard.number} died of a bug: ${error.stack ?? error.message}`);
    for (const [name, lost] of this.#ledger.loseOpen(shard.number)) {
      this.#delivery.lose(name, lost);
    }
    if (this.#isStopping) return;
    this.#dead.add(shard);
    const nowMs = performance.now();
    this.#deathsMs.push(nowMs);
    while (nowMs - (this.#deathsMs[0] as number) > DEATHS_WINDOW_MS) this.#deathsMs.shift();
    if (this.#deathsMs.length >= MAX_DEATHS) {
      throw new Error(`shards died ${MAX_DEATHS} times within a minute`, { cause: error });
    }
    const restart = (): void => {
      if (this.#isStopping) return;
      const settings = this.#settings[shard.number] as ShardSettings;
      shard.start({ ...settings, inputs: this.#receiver.forShard(this.#config, shard.number) });
    };
    setTimeout(restart, RESTART_AFTER_MS * 2 ** (this.#deathsMs.length - 1));
  }

  #tellSockets(): void {
    for (const source of this.#config.sources) {
      const socket = this.#receiver.bound(source);
      if (socket === undefined) continue;
      const { address, port, receiveBufferBytes } = socket;
      this.#log.info(`source ${source.name} listens on UDP ${formatEndpoint({ address, port })}`);
      if (receiveBufferBytes < source.receiveBufferBytes) {
        this.#log.warn(
          `source ${source.name} has a receive buffer of ${receiveBufferBytes} bytes instead of ${source.receiveBufferBytes}; raise net.core.rmem_max or grant CAP_NET_ADMIN`,
        );
      }
    }
  }

  /** The loss that no other counter shows: datagrams that came faster than they were read. */
  #tellKernelDrops(): void {
    for (const [name, drops] of this.#receiver.kernelDrops()) {
      const told = this.#dropsTold.get(name) ?? 0;
      if (drops > told) {
        this.#log.error(
          `source ${name}: the kernel dropped ${drops - told} datagrams because the receive buffer was full; raise receiveBuffer or run more shards`,
        );
      }
      this.#dropsTold.set(name, Math.max(told, drops));
    }
  }
}
