import type { Config, SourceConfig } from '../config/config.ts';
import { formatEndpoint } from './socket-address.ts';
import type { ShardSocket } from './shard-messages.ts';
import type { SystemCalls } from './system-calls.ts';
import { kernelDrops, openUdpSockets, type UdpSocket } from './udp-socket.ts';

/** The sockets of all sources. They belong to the main thread and outlive shards and configurations. */
export class SocketSet {
  readonly #calls: SystemCalls;
  readonly #shards: number;
  #opened = new Map<string, readonly UdpSocket[]>();

  constructor(calls: SystemCalls, shards: number) {
    this.#calls = calls;
    this.#shards = shards;
  }

  /**
   * Opens what `config` needs and is not open yet. Sockets that it no longer needs stay open until `retire`, which is returned:
   * shards may still read them. Throws SocketError, and nothing has changed then.
   */
  open(config: Config): () => void {
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

  /** What shard `shard` reads under `config`, which must be open. */
  forShard(config: Config, shard: number): ShardSocket[] {
    return config.sources.map((source, index) => {
      const socket = this.of(source)[shard] as UdpSocket;
      return { fd: socket.fd, source: index, port: socket.port };
    });
  }

  /** The sockets of a source that is open. */
  of(source: SourceConfig): readonly UdpSocket[] {
    return this.#opened.get(socketKey(source)) ?? [];
  }

  /** Datagrams the kernel dropped on the source's sockets since they were opened. */
  kernelDrops(source: SourceConfig): number {
    return this.of(source).reduce((sum, { fd }) => sum + kernelDrops(this.#calls, fd), 0);
  }

  close(): void {
    for (const sockets of this.#opened.values()) {
      for (const { fd } of sockets) this.#calls.close(fd);
    }
    this.#opened = new Map();
  }
}

/** Sources share a socket over a reload when they ask for the same one. */
function socketKey(source: SourceConfig): string {
  return `${formatEndpoint(source.listen)} ${source.receiveBufferBytes}`;
}
