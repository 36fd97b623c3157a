import type { Config } from '../../config/config.ts';
import type { UdpSourceConfig } from '../../config/source-config.ts';
import { bindDgram } from './bind-dgram.ts';
import type { BoundAddress, Opening, Receiver, Waker } from '../receiver.ts';
import { SocketError } from '../socket-error.ts';
import { socketKey } from '../socket-key.ts';
import type { SourceInput } from '../source-input.ts';

/**
 * Receives with Node's `dgram`, wherever Node runs. The one shard has an event loop and binds its own sockets, so that what waits in
 * them is lost if it dies; the kernel's drops stay unknown.
 */
export class DgramReceiver implements Receiver {
  readonly thread = 'dgram-thread';
  readonly maxShards = 1;
  #config: Config | undefined;
  #bound = new Map<string, BoundAddress>();

  createWaker(): Waker {
    return { fd: -1, wake: () => undefined };
  }

  /** Tries every new address out, so that a refusal is known before anything is changed. */
  async open(config: Config): Promise<Opening> {
    const before = this.#config;
    const own = before?.sources ?? [];
    const known = new Set(own.map((source) => socketKey(source)));
    for (const source of config.sources) {
      if (known.has(socketKey(source))) continue;
      const { socket } = await bindDgram(source).catch((error: unknown) => {
        throw SocketError.explained(error, source.listen, own);
      });
      await new Promise<void>((resolve) => {
        socket.close(() => resolve());
      });
    }
    this.#config = config;
    return {
      commit: () => undefined,
      rollback: () => {
        this.#config = before;
      },
    };
  }

  forShard(config: Config): SourceInput[] {
    return config.sources.map((source, index) => {
      const port = this.#bound.get(socketKey(source))?.port ?? source.listen.port;
      return { fd: -1, source: index, port };
    });
  }

  bound(source: UdpSourceConfig): BoundAddress | undefined {
    return this.#bound.get(socketKey(source));
  }

  heard({ source }: SourceInput, bound: BoundAddress): void {
    const config = this.#config?.sources[source];
    if (config !== undefined) this.#bound.set(socketKey(config), bound);
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    this.#bound.clear();
  }
}
