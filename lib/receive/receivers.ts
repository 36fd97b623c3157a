import type { Config } from '../config/config.ts';
import { printSize } from '../config/size.ts';
import type { SourceConfig, SourceConfigs, SourceKind } from '../config/source-config.ts';
import { InternalReceiver } from './internal/internal-receiver.ts';
import { chooseUdpReceiver } from './choose-udp-receiver.ts';
import type {
  BoundAddress,
  CreateReceiver,
  Opening,
  Receiver,
  ReceiverContext,
  SourceReport,
  ThreadKind,
} from './receiver.ts';
import { SocketError } from './socket-error.ts';
import type { SourceInput } from './source-input.ts';

/** How each kind of source is received. */
export type ReceiverRegistry = { readonly [K in SourceKind]: CreateReceiver<SourceConfigs[K]> };

export const RECEIVERS = {
  udp: chooseUdpReceiver,
  internal: ({ log }) => new InternalReceiver(log),
} satisfies ReceiverRegistry;

/** The receivers of a relay: one for each kind of source that any configuration had so far. */
export class Receivers {
  readonly #registry: ReceiverRegistry;
  readonly #context: ReceiverContext;
  readonly #byKind = new Map<SourceKind, Receiver<SourceConfig>>();
  #sources: readonly SourceConfig[] = [];

  constructor(registry: ReceiverRegistry, context: ReceiverContext) {
    this.#registry = registry;
    this.#context = context;
  }

  /** Opens what `config` needs, see `Receiver.open`. */
  async open({ sources }: Config): Promise<Opening> {
    for (const { type } of sources) this.#receiverOf(type);
    const before = this.#sources;
    const openings: Opening[] = [];
    const refusals: SocketError[] = [];
    for (const [kind, receiver] of this.#byKind) {
      try {
        openings.push(await receiver.open(sources.filter(({ type }) => type === kind)));
      } catch (error) {
        if (!(error instanceof SocketError)) {
          openings.forEach((opening) => opening.rollback());
          throw error;
        }
        refusals.push(error);
      }
    }
    const refusal = SocketError.ofAll(refusals);
    if (refusal !== undefined) {
      openings.forEach((opening) => opening.rollback());
      throw refusal;
    }
    this.#sources = sources;
    return {
      commit: () => openings.forEach((opening) => opening.commit()),
      rollback: () => {
        openings.forEach((opening) => opening.rollback());
        this.#sources = before;
      },
    };
  }

  /** The kinds of thread that read the sources of `config`. */
  threadsFor({ sources }: Config): ReadonlySet<ThreadKind> {
    return new Set(sources.map(({ type }) => this.#receiverOf(type).thread));
  }

  /** What one thread reads under `config`, which is open. `shard` numbers the threads of the kind from 0. */
  inputsFor({ sources }: Config, thread: ThreadKind, shard: number): SourceInput[] {
    return sources.flatMap((source, index) => {
      const receiver = this.#receiverOf(source.type);
      if (receiver.thread !== thread) return [];
      return [{ ...receiver.inputFor(source, shard), source: index }];
    });
  }

  /** Takes where a thread opened a source. */
  opened(name: string, bound: BoundAddress): void {
    const source = this.#sources.find((each) => each.name === name);
    if (source !== undefined) this.#receiverOf(source.type).opened(source, bound);
  }

  report(source: SourceConfig): SourceReport | undefined {
    return this.#receiverOf(source.type).report(source);
  }

  /** Logs where each source is reached. */
  logSources(): void {
    const { log } = this.#context;
    for (const source of this.#sources) {
      const report = this.report(source);
      if (report === undefined) continue;
      log.info(`source ${source.name} listens on ${report.endpoint}`);
      if (report.receiveBufferBytes !== undefined) {
        const size = printSize(report.receiveBufferBytes);
        log.debug(`source ${source.name} has a receive buffer of ${size}`);
      }
      if (report.warning !== undefined) log.warn(`source ${source.name} ${report.warning}`);
    }
  }

  /** By source name. */
  kernelDrops(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const receiver of this.#byKind.values()) {
      for (const [name, drops] of receiver.kernelDrops()) {
        sums.set(name, (sums.get(name) ?? 0) + drops);
      }
    }
    return sums;
  }

  close(): void {
    for (const receiver of this.#byKind.values()) receiver.close();
  }

  #receiverOf(kind: SourceKind): Receiver<SourceConfig> {
    const receiver = this.#byKind.get(kind) ?? this.#registry[kind](this.#context);
    this.#byKind.set(kind, receiver);
    return receiver;
  }
}
