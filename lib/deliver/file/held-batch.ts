import { runWordsOf } from '../batch.ts';
import type { FileProblem } from './file-problem.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

/** A batch with runs to be written, and the outcome of its events so far. */
export class HeldBatch {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly isPlain: boolean;
  /** See `Runs`. */
  readonly runs: Uint32Array;
  readonly #batch: WriterBatch;
  /** Runs that are neither written nor dropped. */
  #runsLeft: number;
  #delivered = 0;
  #writeFailed = 0;
  #unsafePath = 0;
  #overflowed = 0;

  constructor(batch: WriterBatch) {
    this.#batch = batch;
    const { buffer, byteOffset, byteLength } = batch.bytes;
    this.bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.runs = runWordsOf(batch);
    this.isPlain = batch.isPlain;
    this.#runsLeft = batch.runs.count;
  }

  deliver(events: number): void {
    this.#delivered += events;
  }

  drop(events: number, reason: FileProblem['reason']): void {
    if (reason === 'write-failed') this.#writeFailed += events;
    else this.#unsafePath += events;
  }

  /** Counts events that are written under the overflow path. */
  overflow(events: number): void {
    this.#overflowed += events;
  }

  /** Notes that a run needs no further care. Returns true if it was the last one. */
  endRun(): boolean {
    return --this.#runsLeft === 0;
  }

  /** The outcome of its events, after the last run. */
  settle(): SettledBatch {
    const dropped = {
      ...(this.#writeFailed > 0 && { 'write-failed': this.#writeFailed }),
      ...(this.#unsafePath > 0 && { 'unsafe-path': this.#unsafePath }),
    };
    const { ticket } = this.#batch;
    return { ticket, delivered: this.#delivered, dropped, overflowed: this.#overflowed };
  }
}
