import type { UdpSourceConfig } from '../../config/source-config.ts';
import type { Opening, Receiver, SourceReport } from '../receiver.ts';
import { SocketError } from '../socket-error.ts';
import { socketKey } from '../socket-key.ts';
import type { SourceInput } from '../source-input.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import { SocketMemory } from './socket-memory.ts';
import { reportUdp } from '../udp-report.ts';
import type { ActivatedSockets } from '../activated-sockets.ts';
import { adoptUdpSocket, openUdpSockets, withReceiveBuffer, type UdpSocket } from './udp-socket.ts';

/** The sockets of one source, one for each shard. */
interface Opened {
  readonly source: UdpSourceConfig;
  readonly sockets: readonly UdpSocket[];
  /** What the kernel had dropped on them under another source's name. */
  readonly othersDrops: number;
}

/**
 * Sockets that shards read with recvmmsg(2), by descriptor. They belong to the main thread and outlive shards and
 * configurations, so that nothing that waits in them is lost.
 */
export class DescriptorReceiver implements Receiver<UdpSourceConfig> {
  readonly thread = 'blocking';
  readonly #calls: SystemCalls;
  readonly #memory: SocketMemory;
  readonly #shards: number;
  readonly #activated: ActivatedSockets;
  #opened = new Map<string, Opened>();
  /** What shards still read and the configuration that is coming does not need. */
  #retiring: readonly Opened[] = [];
  /** By source name, of sockets that are closed. */
  #pastDrops = new Map<string, number>();

  constructor(calls: SystemCalls, shards: number, activated: ActivatedSockets) {
    this.#activated = activated;
    this.#calls = calls;
    this.#memory = new SocketMemory(calls);
    this.#shards = shards;
  }

  async open(sources: readonly UdpSourceConfig[]): Promise<Opening> {
    const next = new Map<string, Opened>();
    const fresh: UdpSocket[] = [];
    const refusals: SocketError[] = [];
    for (const source of sources) {
      const kept = this.#opened.get(socketKey(source));
      try {
        const opened = kept ?? { source, sockets: this.#bind(source), othersDrops: 0 };
        if (kept === undefined) fresh.push(...opened.sockets);
        next.set(socketKey(source), opened);
      } catch (error) {
        if (error instanceof SocketError) {
          refusals.push(error);
          continue;
        }
        this.#closeAll(fresh);
        throw error;
      }
    }
    const refusal = SocketError.ofAll(refusals);
    if (refusal !== undefined) {
      this.#closeAll(fresh);
      throw refusal;
    }
    const before = { opened: this.#opened, pastDrops: new Map(this.#pastDrops) };
    for (const source of sources) {
      const key = socketKey(source);
      next.set(key, this.#handOn(next.get(key) as Opened, source));
    }
    this.#opened = next;
    this.#retiring = [...before.opened].filter(([key]) => !next.has(key)).map(([, old]) => old);
    return {
      commit: () => {
        for (const opened of this.#retiring) this.#close(opened);
        this.#retiring = [];
      },
      rollback: () => {
        this.#closeAll(fresh);
        this.#opened = before.opened;
        this.#retiring = [];
        this.#pastDrops = before.pastDrops;
        for (const { source, sockets } of before.opened.values()) {
          for (const socket of sockets)
            withReceiveBuffer(this.#calls, socket, source.receiveBufferBytes);
        }
      },
    };
  }

  /** A socket of the service manager is one: the first shard reads it. */
  inputFor(source: UdpSourceConfig, shard: number): Omit<SourceInput, 'source'> | undefined {
    const socket = this.#of(source)[shard];
    if (socket === undefined) return undefined;
    const { fd, port, receiveBufferBytes } = socket;
    return { fd, port, receiveBufferBytes };
  }

  opened(): void {
    // Nothing new: the sockets were bound here.
  }

  report(source: UdpSourceConfig): SourceReport | undefined {
    const [bound] = this.#of(source);
    return bound === undefined ? undefined : reportUdp(source, bound);
  }

  kernelDrops(): ReadonlyMap<string, number> {
    const drops = new Map(this.#pastDrops);
    for (const opened of [...this.#opened.values(), ...this.#retiring]) {
      this.#addDrops(opened, drops);
    }
    return drops;
  }

  close(): void {
    for (const opened of this.#opened.values()) this.#close(opened);
    this.#opened = new Map();
  }

  #bind(source: UdpSourceConfig): UdpSocket[] {
    const { listen, receiveBufferBytes } = source;
    const inherited = this.#activated.take(source);
    if (inherited !== undefined) {
      const socket = { fd: inherited.fd, ...(inherited.listen ?? listen) };
      return [adoptUdpSocket(this.#calls, socket, receiveBufferBytes)];
    }
    try {
      return openUdpSockets(this.#calls, listen, receiveBufferBytes, this.#shards);
    } catch (error) {
      const own = [...this.#opened.values()].flatMap(({ sockets }) => sockets);
      throw SocketError.explained(
        error,
        { listen },
        own.map(({ address, port }) => ({ listen: { address, port } })),
      );
    }
  }

  /** Gives sockets to a source of another configuration, which may have another name and receive buffer. */
  #handOn(opened: Opened, source: UdpSourceConfig): Opened {
    let { sockets, othersDrops } = opened;
    const bytes = source.receiveBufferBytes;
    if (bytes !== opened.source.receiveBufferBytes) {
      sockets = sockets.map((socket) => withReceiveBuffer(this.#calls, socket, bytes));
    }
    if (source.name !== opened.source.name) {
      this.#addDrops(opened, this.#pastDrops);
      othersDrops = this.#dropsOf(sockets);
    }
    return { source, sockets, othersDrops };
  }

  #close(opened: Opened): void {
    this.#addDrops(opened, this.#pastDrops);
    this.#closeAll(opened.sockets);
  }

  #closeAll(sockets: readonly UdpSocket[]): void {
    for (const { fd, isInherited } of sockets) if (isInherited !== true) this.#calls.close(fd);
  }

  #addDrops({ source, sockets, othersDrops }: Opened, to: Map<string, number>): void {
    const drops = this.#dropsOf(sockets) - othersDrops;
    to.set(source.name, (to.get(source.name) ?? 0) + drops);
  }

  #dropsOf(sockets: readonly UdpSocket[]): number {
    return sockets.reduce((sum, { fd }) => sum + this.#memory.drops(fd), 0);
  }

  #of(source: UdpSourceConfig): readonly UdpSocket[] {
    return this.#opened.get(socketKey(source))?.sockets ?? [];
  }
}
