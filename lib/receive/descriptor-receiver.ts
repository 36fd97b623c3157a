import type { Config, SourceConfig } from '../config/config.ts';
import { EFD_CLOEXEC, EFD_NONBLOCK } from './linux.ts';
import type { BoundAddress, Receiver, Waker } from './receiver.ts';
import { socketKey } from './socket-key.ts';
import type { ShardSocket } from './shard-messages.ts';
import type { SystemCalls } from './system-calls.ts';
import { SocketMemory } from './socket-memory.ts';
import { openUdpSockets, type UdpSocket } from './udp-socket.ts';

const ONE = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Sockets that shards read with recvmmsg(2), by descriptor. They belong to the main thread and outlive shards and
 * configurations, so that nothing that waits in them is lost.
 */
export class DescriptorReceiver implements Receiver {
  readonly thread = 'shard-thread';
  readonly maxShards = Number.POSITIVE_INFINITY;
  readonly #calls: SystemCalls;
  readonly #memory: SocketMemory;
  readonly #shards: number;
  #opened = new Map<string, readonly UdpSocket[]>();

  constructor(calls: SystemCalls, shards: number) {
    this.#calls = calls;
    this.#memory = new SocketMemory(calls);
    this.#shards = shards;
  }

  createWaker(): Waker {
    const calls = this.#calls;
    const fd = calls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) throw new Error(`Cannot create an eventfd: errno ${calls.errno()}`);
    return { fd, wake: () => void calls.write(fd, ONE, ONE.length) };
  }

  async open(config: Config): Promise<() => void> {
    const next = new Map<string, readonly UdpSocket[]>();
    const fresh: UdpSocket[] = [];
    try {
      for (const source of config.sources) {
        const kept = this.#opened.get(socketKey(source));
        if (kept !== undefined) {
          next.set(socketKey(source), kept);
          continue;
        }
        const { listen, receiveBufferBytes } = source;
        const sockets = openUdpSockets(this.#calls, listen, receiveBufferBytes, this.#shards);
        fresh.push(...sockets);
        next.set(socketKey(source), sockets);
      }
    } catch (error) {
      for (const { fd } of fresh) this.#calls.close(fd);
      throw error;
    }
    const old = this.#opened;
    this.#opened = next;
    return () => {
      for (const [key, sockets] of old) {
        if (!next.has(key)) for (const { fd } of sockets) this.#calls.close(fd);
      }
    };
  }

  forShard(config: Config, shard: number): ShardSocket[] {
    return config.sources.map((source, index) => {
      const { fd, port, receiveBufferBytes } = this.#of(source)[shard] as UdpSocket;
      return { fd, source: index, port, receiveBufferBytes };
    });
  }

  bound(source: SourceConfig): BoundAddress | undefined {
    return this.#of(source)[0];
  }

  heard(): void {
    // Nothing new: the sockets were bound here.
  }

  kernelDrops(source: SourceConfig): number {
    return this.#of(source).reduce((sum, { fd }) => sum + this.#memory.drops(fd), 0);
  }

  close(): void {
    for (const sockets of this.#opened.values()) {
      for (const { fd } of sockets) this.#calls.close(fd);
    }
    this.#opened = new Map();
  }

  #of(source: SourceConfig): readonly UdpSocket[] {
    return this.#opened.get(socketKey(source)) ?? [];
  }
}
