import { runWordsOf } from '../batch.ts';
import type { FileProblem } from './file-problem.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

/** A batch whose runs wait to be written, and what became of its events so far. */
export class HeldBatch {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly isPlain: boolean;
  /** See `Runs`. */
  readonly runs: Uint32Array;
  readonly #batch: WriterBatch;
  #delivered = 0;
  #writeFailed = 0;
  #unsafePath = 0;

  constructor(batch: WriterBatch) {
    this.#batch = batch;
    const { buffer, byteOffset, byteLength } = batch.bytes;
    this.bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.runs = runWordsOf(batch);
    this.isPlain = batch.isPlain;
  }

  deliver(events: number): void {
    this.#delivered += events;
  }

  drop(events: number, reason: FileProblem['reason']): void {
    if (reason === 'write-failed') this.#writeFailed += events;
    else this.#unsafePath += events;
  }

  settle(): SettledBatch {
    const { ticket } = this.#batch;
    const dropped = {
      ...(this.#writeFailed > 0 && { 'write-failed': this.#writeFailed }),
      ...(this.#unsafePath > 0 && { 'unsafe-path': this.#unsafePath }),
    };
    return { ticket, delivered: this.#delivered, dropped };
  }
}
