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
import { RedisReceiver } from './redis/redis-receiver.ts';
import { SocketReceiver } from './socket-receiver.ts';
import { SocketError } from './socket-error.ts';
import type { SourceInput } from './source-input.ts';
import { StdinReceiver } from './stream/stdin-receiver.ts';
import { tcpSockets, type SocketsContext } from './stream/tcp-sockets.ts';
import { unixStreamSockets } from './stream/unix-sockets.ts';
import { unixDgramSockets } from './unix-dgram/unix-dgram-sockets.ts';
import { systemCallsIfAny } from '../system/system-calls.ts';

/** How each kind of source is received. */
export type ReceiverRegistry = { readonly [K in SourceKind]: CreateReceiver<SourceConfigs[K]> };

export const RECEIVERS = {
  udp: chooseUdpReceiver,
  tcp: (context) => new SocketReceiver(tcpSockets(socketsContext(context))),
  tls: (context) => new SocketReceiver(tcpSockets(socketsContext(context))),
  'unix-stream': (context) => new SocketReceiver(unixStreamSockets(socketsContext(context))),
  'unix-dgram': (context) => new SocketReceiver(unixDgramSockets(socketsContext(context))),
  stdin: () => new StdinReceiver(),
  redis: () => new RedisReceiver(),
  internal: ({ log }) => new InternalReceiver(log),
} satisfies ReceiverRegistry;

function socketsContext({ activated }: ReceiverContext): SocketsContext {
  return { calls: systemCallsIfAny(), activated };
}

/** The receivers of a relay: one for each kind of source that any configuration had so far. */
export class Receivers {
  readonly #registry: ReceiverRegistry;
  readonly #context: ReceiverContext;
  readonly #byKind = new Map<SourceKind, Receiver<SourceConfig>>();
  #sources: readonly SourceConfig[] = [];
  #hasOpened = false;
  #logged: ReadonlySet<string> = new Set();

  constructor(registry: ReceiverRegistry, context: ReceiverContext) {
    this.#registry = registry;
    this.#context = context;
  }

  /** Opens what `config` needs, see `Receiver.open`. The first time, every socket of the service manager must be one of a source. */
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
    try {
      if (!this.#hasOpened) this.#context.activated.assertUsed();
    } catch (error) {
      openings.forEach((opening) => opening.rollback());
      throw error;
    }
    this.#hasOpened = true;
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
      const input = receiver.inputFor(source, shard);
      return input === undefined ? [] : [{ ...input, source: index }];
    });
  }

  /** Records where a thread opened a source. */
  opened(name: string, bound: BoundAddress): void {
    const source = this.#sources.find((each) => each.name === name);
    if (source !== undefined) this.#receiverOf(source.type).opened(source, bound);
  }

  report(source: SourceConfig): SourceReport | undefined {
    return this.#receiverOf(source.type).report(source);
  }

  /** Logs where each source is reached, without the lines of the last call that are still true. */
  logSources(): void {
    const lines = this.#sources.flatMap((source) => {
      const report = this.report(source);
      return report === undefined ? [] : linesOf(source.name, report);
    });
    for (const [line, level] of lines) {
      if (!this.#logged.has(line)) this.#context.log[level](line);
    }
    this.#logged = new Set(lines.map(([line]) => line));
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

type LogLine = readonly [line: string, level: 'debug' | 'info' | 'warn'];

function linesOf(name: string, report: SourceReport): LogLine[] {
  const { verb = 'listens on', endpoint, receiveBufferBytes, warning } = report;
  const lines: LogLine[] = [[`source ${name} ${verb} ${endpoint}`, 'info']];
  if (receiveBufferBytes !== undefined) {
    const size = printSize(receiveBufferBytes);
    lines.push([`source ${name} has a receive buffer of ${size}`, 'debug']);
  }
  if (warning !== undefined) lines.push([`source ${name} ${warning}`, 'warn']);
  return lines;
}
