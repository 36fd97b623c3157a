import { isDeepStrictEqual } from 'node:util';
import type { SourceConfig } from '../config/source-config.ts';
import type { Opening, Receiver, SourceReport, ThreadKind } from './receiver.ts';
import { SocketError } from './socket-error.ts';
import type { SourceInput, TlsFiles } from './source-input.ts';

/** One socket that the main thread keeps open. */
export interface KeptSocket {
  /** -1: the thread opens it, see `SourceInput`. */
  readonly fd: number;
  /** 0 where there are no ports. */
  readonly port: number;
  /** Where it is reached, such as `TCP 127.0.0.1:601`. */
  readonly endpoint: string;
  /** Closes it, and removes its file. */
  close(): void;
}

/** How sources of one kind get their sockets. */
export interface SocketKind<S extends SourceConfig> {
  readonly thread: ThreadKind;
  /** See `SourceInput`. */
  readonly isPrompt?: boolean;
  /** What stays the same over a reload, whatever the source is called. */
  keyOf(source: S): string;
  /** Throws SocketError or SourceError. `own`: the sources that have a socket already. */
  open(source: S, own: readonly S[]): KeptSocket | Promise<KeptSocket>;
  /** Makes an open socket, opened for `before`, what `source` asks for. Throws SocketError or SourceError. */
  adopt?(source: S, before: S): void;
  /** What else the thread needs; read at each start and reload. Throws SourceError. */
  filesOf?(source: S): TlsFiles | undefined;
}

interface Opened<S> {
  readonly source: S;
  readonly socket: KeptSocket;
  readonly tls: TlsFiles | undefined;
}

/**
 * Sockets of which a single thread reads each. They belong to the main thread and outlive threads and configurations: what waits in them,
 * connections included, is served by the next thread.
 */
export class SocketReceiver<S extends SourceConfig> implements Receiver<S> {
  readonly thread: ThreadKind;
  readonly #kind: SocketKind<S>;
  #opened = new Map<string, Opened<S>>();

  constructor(kind: SocketKind<S>) {
    this.#kind = kind;
    this.thread = kind.thread;
  }

  async open(sources: readonly S[]): Promise<Opening> {
    const before = this.#opened;
    const next = new Map<string, Opened<S>>();
    const fresh: KeptSocket[] = [];
    const refusals: SocketError[] = [];
    const changed: { readonly before: S; readonly after: S }[] = [];
    const undo = (): void => {
      for (const socket of fresh) socket.close();
      for (const { before: old, after } of changed) this.#kind.adopt?.(old, after);
    };
    try {
      for (const source of sources) {
        try {
          const kept = before.get(this.#kind.keyOf(source));
          if (kept !== undefined && !isDeepStrictEqual(kept.source, source)) {
            changed.push({ before: kept.source, after: source });
          }
          const opened = await this.#openOne(source, before);
          if (kept === undefined) fresh.push(opened.socket);
          next.set(this.#kind.keyOf(source), opened);
        } catch (error) {
          if (!(error instanceof SocketError)) throw error;
          refusals.push(error);
        }
      }
      const refusal = SocketError.ofAll(refusals);
      if (refusal !== undefined) throw refusal;
    } catch (error) {
      undo();
      throw error;
    }
    this.#opened = next;
    return {
      commit: () => {
        for (const [key, { socket }] of before) if (!next.has(key)) socket.close();
      },
      rollback: () => {
        undo();
        this.#opened = before;
      },
    };
  }

  inputFor(source: S, shard: number): Omit<SourceInput, 'source'> | undefined {
    const opened = this.#of(source);
    if (opened === undefined || shard !== 0) return undefined;
    const { socket, tls } = opened;
    const { isPrompt = false } = this.#kind;
    return { fd: socket.fd, port: socket.port, isPrompt, ...(tls === undefined ? {} : { tls }) };
  }

  opened(): void {
    // Nothing new: the sockets were bound here.
  }

  report(source: S): SourceReport | undefined {
    const opened = this.#of(source);
    return opened === undefined ? undefined : { endpoint: opened.socket.endpoint };
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    for (const { socket } of this.#opened.values()) socket.close();
    this.#opened = new Map();
  }

  async #openOne(source: S, before: ReadonlyMap<string, Opened<S>>): Promise<Opened<S>> {
    const tls = this.#kind.filesOf?.(source);
    const kept = before.get(this.#kind.keyOf(source));
    if (kept === undefined) {
      const own = [...before.values()].map(({ source: each }) => each);
      return { source, socket: await this.#kind.open(source, own), tls };
    }
    if (!isDeepStrictEqual(kept.source, source)) this.#kind.adopt?.(source, kept.source);
    return { source, socket: kept.socket, tls };
  }

  #of(source: S): Opened<S> | undefined {
    return this.#opened.get(this.#kind.keyOf(source));
  }
}
