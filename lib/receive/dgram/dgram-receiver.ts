import type { UdpSourceConfig } from '../../config/source-config.ts';
import type { ActivatedSockets } from '../activated-sockets.ts';
import type { BoundAddress, Opening, Receiver, SourceReport } from '../receiver.ts';
import { SocketError } from '../socket-error.ts';
import { socketKey } from '../socket-key.ts';
import type { SourceInput } from '../source-input.ts';
import { reportUdp } from '../udp-report.ts';
import { bindDgram } from './bind-dgram.ts';

/**
 * Receives with Node's `dgram`, wherever Node runs. The thread with the event loop binds its own sockets, so that what waits in
 * them is lost if it dies; the kernel's drops stay unknown.
 */
export class DgramReceiver implements Receiver<UdpSourceConfig> {
  readonly thread = 'event-loop';
  readonly #activated: ActivatedSockets;
  #sources: readonly UdpSourceConfig[] = [];
  #bound = new Map<string, BoundAddress>();

  constructor(activated: ActivatedSockets) {
    this.#activated = activated;
  }

  /** Tries every new address out, so that a refusal is known before anything is changed. */
  async open(sources: readonly UdpSourceConfig[]): Promise<Opening> {
    const before = this.#sources;
    const known = new Set(before.map((source) => socketKey(source)));
    const refusals: SocketError[] = [];
    for (const source of sources) {
      if (known.has(socketKey(source)) || this.#activated.take(source) !== undefined) continue;
      try {
        const { socket } = await bindDgram(source);
        await new Promise<void>((resolve) => {
          socket.close(() => resolve());
        });
      } catch (error) {
        const explained = SocketError.explained(error, source, before);
        if (!(explained instanceof SocketError)) throw explained;
        refusals.push(explained);
      }
    }
    const refusal = SocketError.ofAll(refusals);
    if (refusal !== undefined) throw refusal;
    this.#sources = sources;
    return {
      commit: () => {
        const keys = new Set(sources.map((source) => socketKey(source)));
        for (const key of this.#bound.keys()) if (!keys.has(key)) this.#bound.delete(key);
      },
      rollback: () => {
        this.#sources = before;
      },
    };
  }

  inputFor(source: UdpSourceConfig): Omit<SourceInput, 'source'> {
    const port = this.#bound.get(socketKey(source))?.port ?? source.listen.port;
    return { fd: this.#activated.take(source)?.fd ?? -1, port };
  }

  opened(source: UdpSourceConfig, bound: BoundAddress): void {
    this.#bound.set(socketKey(source), bound);
  }

  report(source: UdpSourceConfig): SourceReport | undefined {
    const bound = this.#bound.get(socketKey(source));
    return bound === undefined ? undefined : reportUdp(source, bound);
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    this.#bound.clear();
  }
}
