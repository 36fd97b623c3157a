import type { ChunkWindow } from './chunk-window.ts';
import type { Entry } from './entry.ts';

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 5000;

interface Chunk {
  readonly entries: readonly Entry[];
  failures: number;
}

/** The entries of one stream that were delivered to this consumer and are not acknowledged. */
export class Chunks {
  readonly #window: ChunkWindow;
  readonly #pass: (entries: readonly Entry[]) => number;
  /** Passed on, by receipt. */
  readonly #passed = new Map<number, Chunk>();
  /** Delivered and not acknowledged. */
  readonly #ids = new Set<string>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #settled: string[] = [];
  #whenSettled: (() => void)[] = [];
  #isStopped = false;

  /** `pass` passes entries on as one chunk and returns its receipt. */
  constructor(window: ChunkWindow, pass: (entries: readonly Entry[]) => number) {
    this.#window = window;
    this.#pass = pass;
  }

  /** Passes on those entries that are new here, when it is their turn. */
  async add(delivered: readonly Entry[]): Promise<void> {
    const entries = delivered.filter(({ id }) => !this.#ids.has(id));
    if (entries.length === 0) return;
    for (const { id } of entries) this.#ids.add(id);
    await this.#window.enter();
    if (this.#isStopped) this.#window.leave();
    else this.#send({ entries, failures: 0 });
  }

  /** See `SourceReader.settled`; receipts of others are ignored. */
  settled(receipt: number, isFinal: boolean): void {
    const chunk = this.#passed.get(receipt);
    if (chunk === undefined) return;
    this.#passed.delete(receipt);
    if (isFinal) {
      this.#window.leave();
      for (const { id } of chunk.entries) this.#settled.push(id);
    } else this.#retry(chunk);
    if (this.#passed.size === 0) for (const resolve of this.#whenSettled.splice(0)) resolve();
  }

  /** Settled and not yet acknowledged. */
  toAcknowledge(): readonly string[] {
    return [...this.#settled];
  }

  acknowledged(ids: readonly string[]): void {
    this.#settled = this.#settled.slice(ids.length);
    for (const id of ids) this.#ids.delete(id);
  }

  /** Whether an entry is on its way, or settled and not yet acknowledged. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  get ids(): readonly string[] {
    return [...this.#ids];
  }

  get isIdle(): boolean {
    return this.#ids.size === 0;
  }

  /** Resolves when nothing that was passed on is unsettled. */
  whenSettled(): Promise<void> {
    if (this.#passed.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenSettled.push(resolve));
  }

  /** Passes nothing on any more. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#retries) clearTimeout(timer);
  }

  #send(chunk: Chunk): void {
    this.#passed.set(this.#pass(chunk.entries), chunk);
  }

  /** A destination dropped events for a reason that may pass. The chunk keeps its place in the window. */
  #retry(chunk: Chunk): void {
    const delayMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** chunk.failures);
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.#send({ ...chunk, failures: chunk.failures + 1 });
    }, delayMs);
    this.#retries.add(timer);
  }
}
