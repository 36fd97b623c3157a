import { setTimeout } from 'node:timers/promises';
import type { SyslogTarget } from '../../config/destination-config.ts';
import { openStreamLink, type LinkContext } from './open-stream-link.ts';
import type { StreamLink } from './stream-link.ts';

/** A first target that has been reachable for this long is used again. */
const STEADY_MS = 30_000;
/** Between attempts to reach it. */
const RETRY_MS = 10_000;

export interface ConnectorConfig {
  readonly targets: readonly SyslogTarget[];
  /** Called when another target is used than before; the first one is before all. `problem`: why those ahead of it are not used; empty for the first. */
  readonly moved?: (target: SyslogTarget, problem: string) => void;
  readonly steadyMs?: number;
  readonly retryMs?: number;
}

/** Chooses among the targets of a destination: the first that can be reached, and the very first again when it is steady. */
export class Connector {
  readonly #context: Omit<LinkContext, 'signal'>;
  readonly #targets: readonly SyslogTarget[];
  readonly #moved: (target: SyslogTarget, problem: string) => void;
  /** The target used last. */
  #used: SyslogTarget | undefined;
  readonly #steadyMs: number;
  readonly #retryMs: number;
  readonly #closing = new AbortController();
  #returning: AbortController | undefined;

  constructor(config: ConnectorConfig, context: Omit<LinkContext, 'signal'>) {
    this.#targets = config.targets;
    this.#used = config.targets[0];
    this.#moved = config.moved ?? (() => undefined);
    this.#steadyMs = config.steadyMs ?? STEADY_MS;
    this.#retryMs = config.retryMs ?? RETRY_MS;
    this.#context = context;
  }

  /** Resolves with a connection, or with the problems of all targets. */
  async open(): Promise<StreamLink | string> {
    const problems: string[] = [];
    for (const target of this.#targets) {
      const signal = this.#closing.signal;
      const link = await openStreamLink(target, { ...this.#context, signal });
      if (typeof link !== 'string') {
        this.#note(target, problems.join(', and '));
        return link;
      }
      problems.push(link);
      if (signal.aborted) break;
    }
    return problems.join(', and ');
  }

  isFirst({ target }: StreamLink): boolean {
    return target === this.#targets[0];
  }

  /** Calls `found` with a connection to the first target that has been open for 30 s. */
  watchFirst(found: (link: StreamLink) => void): void {
    const returning = new AbortController();
    this.#returning?.abort();
    this.#returning = returning;
    void this.#steadyFirst(returning.signal).then((link) => {
      if (link === undefined) return;
      if (returning.signal.aborted) link.destroy();
      else {
        this.#note(link.target, '');
        found(link);
      }
    });
  }

  stopWatching(): void {
    this.#returning?.abort();
    this.#returning = undefined;
  }

  close(): void {
    this.#closing.abort();
    this.stopWatching();
  }

  #note(target: SyslogTarget, problem: string): void {
    if (target === this.#used) return;
    this.#used = target;
    this.#moved(target, problem);
  }

  async #steadyFirst(signal: AbortSignal): Promise<StreamLink | undefined> {
    const [target] = this.#targets;
    if (target === undefined) return undefined;
    while (!signal.aborted) {
      const link = await openStreamLink(target, { ...this.#context, signal });
      if (typeof link !== 'string') {
        await pause(this.#steadyMs, AbortSignal.any([signal, endOf(link)]));
        if (link.isOpen && !signal.aborted) return link;
        link.destroy();
      }
      await pause(this.#retryMs, signal);
    }
    return undefined;
  }
}

/** Aborts when the link has ended. */
function endOf(link: StreamLink): AbortSignal {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  link.watch({ confirmed: end, broken: end });
  return ended.signal;
}

/** Resolves after `ms`, or when `signal` aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
