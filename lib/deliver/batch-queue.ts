import { allDropped, type Batch, type DropReason, type Outcome } from './batch.ts';

/** Memory of a queued batch besides its buffer, approximately: many small batches must not exceed the limit either. */
const BATCH_OVERHEAD_BYTES = 1024;

interface Queued {
  readonly batch: Batch;
  readonly weight: number;
}

export interface BatchQueueLimits {
  readonly limitBytes: number;
  /** Part of the limit that is kept free of datagrams, for sources that can wait; 0 if absent. */
  readonly reservedBytes?: number;
  /** Called when batches of sources that can wait reach or leave the reserved part. */
  readonly reservedFull?: (isFull: boolean) => void;
}

/**
 * The batches that a destination has accepted and not settled, bounded by their memory. Batches with a receipt are always admitted: their
 * sources stop reading while the reserved part is full.
 */
export class BatchQueue {
  readonly #limitBytes: number;
  readonly #reservedBytes: number;
  readonly #reservedFull: (isFull: boolean) => void;
  readonly #queued = new Map<number, Queued>();
  #lastTicket = 0;
  #bytes = 0;
  #receiptBytes = 0;
  #isReservedFull = false;
  /** Called when the last batch is settled. */
  #whenEmpty: (() => void)[] = [];

  constructor({ limitBytes, reservedBytes = 0, reservedFull }: BatchQueueLimits) {
    this.#limitBytes = limitBytes;
    this.#reservedBytes = reservedBytes;
    this.#reservedFull = reservedFull ?? (() => undefined);
  }

  get isEmpty(): boolean {
    return this.#queued.size === 0;
  }

  /** Whether a batch fits, without making its source wait. */
  hasRoom(batch: Batch): boolean {
    if (batch.receipt !== undefined) return !this.#isReservedFull;
    const datagrams = this.#bytes - this.#receiptBytes;
    const limit = this.#limitBytes - this.#reservedBytes;
    return datagrams === 0 || datagrams + weightOf(batch) <= limit;
  }

  /** Adds a batch and returns its ticket; undefined if it does not fit. An empty queue admits a batch of any size. */
  admit(batch: Batch): number | undefined {
    if (batch.receipt === undefined && !this.hasRoom(batch)) return undefined;
    const weight = weightOf(batch);
    if (batch.receipt !== undefined) this.#addReceiptBytes(weight);
    const ticket = ++this.#lastTicket;
    this.#queued.set(ticket, { batch, weight });
    this.#bytes += weight;
    return ticket;
  }

  /** The oldest batch. */
  get first(): { readonly ticket: number; readonly batch: Batch } | undefined {
    for (const [ticket, { batch }] of this.#queued) return { ticket, batch };
    return undefined;
  }

  /** Settles the batch of a ticket, unless that has happened before. */
  settle(ticket: number, outcome: Outcome): void {
    const queued = this.#queued.get(ticket);
    if (queued === undefined) return;
    this.#queued.delete(ticket);
    this.#bytes -= queued.weight;
    if (queued.batch.receipt !== undefined) this.#addReceiptBytes(-queued.weight);
    queued.batch.settled(outcome);
    if (!this.isEmpty) return;
    const callbacks = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const callback of callbacks) callback();
  }

  /** Returns the memory of a batch that is not settled yet and that nothing reads any more. */
  release(ticket: number): void {
    this.#queued.get(ticket)?.batch.released();
  }

  /** Settles all batches as dropped. */
  dropAll(reason: DropReason): void {
    for (const [ticket, { batch }] of this.#queued) this.settle(ticket, allDropped(batch, reason));
  }

  /** Resolves when the queue is empty; rejects with the reason of `signal` if that aborts first. */
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

  #addReceiptBytes(bytes: number): void {
    this.#receiptBytes += bytes;
    const isFull = this.#receiptBytes > 0 && this.#receiptBytes >= this.#reservedBytes;
    if (isFull === this.#isReservedFull) return;
    this.#isReservedFull = isFull;
    this.#reservedFull(isFull);
  }
}

function weightOf({ bytes }: Batch): number {
  return bytes.byteLength + BATCH_OVERHEAD_BYTES;
}
