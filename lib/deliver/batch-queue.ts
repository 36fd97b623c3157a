import type { Batch, BatchBytes, DropReason, Outcome } from './destination.ts';

/** What a waiting batch takes besides its buffers, roughly: small ones shall not fill the memory either. */
const BATCH_OVERHEAD_BYTES = 1024;

interface Waiting {
  readonly batch: Batch;
  readonly weight: number;
}

/** The batches a destination has accepted and not settled yet, bounded by the memory they hold. */
export class BatchQueue {
  readonly #limitBytes: number;
  readonly #waiting = new Map<number, Waiting>();
  #lastTicket = 0;
  #bytes = 0;
  /** Called when the last batch was settled. */
  #whenEmpty: (() => void)[] = [];

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Takes a batch and returns its ticket; undefined when it finds no room. An empty queue takes a batch of any size. */
  admit(batch: Batch): number | undefined {
    const weight = batch.bytes.byteLength + BATCH_OVERHEAD_BYTES;
    if (!this.isEmpty && this.#bytes + weight > this.#limitBytes) return undefined;
    const ticket = ++this.#lastTicket;
    this.#waiting.set(ticket, { batch, weight });
    this.#bytes += weight;
    return ticket;
  }

  /** The batch that waits longest. */
  get first(): { readonly ticket: number; readonly batch: Batch } | undefined {
    for (const [ticket, { batch }] of this.#waiting) return { ticket, batch };
    return undefined;
  }

  /** Settles the batch of a ticket, unless that has happened already. */
  settle(ticket: number, outcome: Outcome, buffers: readonly BatchBytes[]): void {
    const waiting = this.#waiting.get(ticket);
    if (waiting === undefined) return;
    this.#waiting.delete(ticket);
    this.#bytes -= waiting.weight;
    waiting.batch.settled(outcome, buffers);
    if (!this.isEmpty) return;
    const callbacks = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const callback of callbacks) callback();
  }

  /** Settles all that waits as dropped. */
  dropAll(reason: DropReason): void {
    for (const [ticket, { batch }] of this.#waiting) {
      this.settle(ticket, droppedAll(batch, reason), []);
    }
  }

  /** Resolves when nothing waits; rejects with the reason of `signal` when that aborts first. */
  drained(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.isEmpty) {
        resolve();
        return;
      }
      const abort = (): void => reject(signal.reason as Error);
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      this.#whenEmpty.push(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
    });
  }
}

/** The outcome of a batch none of whose events was delivered. */
export function droppedAll(batch: Batch, reason: DropReason): Outcome {
  return { delivered: 0, dropped: batch.events === 0 ? {} : { [reason]: batch.events } };
}
