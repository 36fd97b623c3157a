import type { Worker } from 'node:worker_threads';
import { startThread } from '../../system/start-thread.ts';
import type {
  FromTransport,
  ToTransport,
  TransportEntry,
  TransportStart,
} from './transport-messages.ts';

/** A transport that answers later than this is started anew. */
const ANSWER_MS = 60_000;

const CLOSED = 'it is closed';

/** Undefined: the transport has accepted the entry; otherwise why not. */
export type Handed = string | undefined;

interface Waiting {
  readonly done: (result: Handed) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The main thread's side of a winston transport. The transport runs in a thread, which is started with the first entry, and with the next one
 * after it died: whatever it does, the relay neither waits for it nor ends with it. Entries in flight are the caller's to bound.
 */
export class TransportHost {
  readonly #start: TransportStart;
  readonly #warn: (problem: string) => void;
  readonly #answerMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined = undefined;
  #lastId = 0;
  #ended: (() => void) | undefined = undefined;
  #isClosed = false;

  /** `warn` takes what the transport reports besides the outcome of entries. */
  constructor(start: TransportStart, warn: (problem: string) => void, answerMs = ANSWER_MS) {
    this.#start = start;
    this.#warn = warn;
    this.#answerMs = answerMs;
  }

  /** Hands an entry over. Never rejects. */
  hand(entry: TransportEntry): Promise<Handed> {
    return new Promise((resolve) => {
      if (this.#isClosed) {
        resolve(CLOSED);
        return;
      }
      const id = ++this.#lastId;
      const timer = setTimeout(() => this.#giveUp(), this.#answerMs);
      timer.unref();
      this.#waiting.set(id, { done: resolve, timer });
      try {
        this.#post({ kind: 'entry', id, entry });
      } catch (error) {
        // No thread could be started, or the entry cannot be cloned.
        this.#settle(id, textOf(error));
      }
    });
  }

  /** Lets the transport write what it holds, for `graceMs` at most, and ends its thread. Idempotent. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#post({ kind: 'end' });
    });
    await worker.terminate();
    this.#settleAll(CLOSED);
  }

  #post(message: ToTransport): void {
    this.#worker ??= this.#createThread();
    this.#worker.postMessage(message);
  }

  #createThread(): Worker {
    const { transport } = this.#start;
    const name = `transport ${transport.module}`;
    const worker = startThread(import.meta.url, './transport-thread', {
      name,
      workerData: this.#start,
    });
    // A relay that ends does not wait for it.
    worker.unref();
    let cause = 'its thread has ended';
    worker.on('message', (message: FromTransport) => this.#onMessage(message));
    worker.on('error', (error) => {
      cause = textOf(error);
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#settleAll(this.#isClosed ? CLOSED : cause);
      this.#ended?.();
    });
    return worker;
  }

  #onMessage(message: FromTransport): void {
    switch (message.kind) {
      case 'taken':
        this.#settle(message.id, undefined);
        break;
      case 'refused':
        this.#settle(message.id, message.problem);
        break;
      case 'warning':
        this.#warn(message.problem);
        break;
      case 'ended':
        this.#ended?.();
        break;
      default:
        message satisfies never;
    }
  }

  #giveUp(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    this.#settleAll(`it has not answered for ${this.#answerMs / 1000} s`);
  }

  #settle(id: number, result: Handed): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.done(result);
  }

  #settleAll(problem: string): void {
    for (const id of this.#waiting.keys()) this.#settle(id, problem);
  }
}

/** The first line: the others of Node's are about its own files. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
