import { RUN_WORDS } from '../destination.ts';
import type { FileProblem } from './file-problem.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

/** A batch whose runs wait to be written, and what became of its events so far. */
export class HeldBatch {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly isPlain: boolean;
  /** See `FileRuns`. */
  readonly runs: Uint32Array;
  readonly #batch: WriterBatch;
  #delivered = 0;
  #writeFailed = 0;
  #unsafePath = 0;

  constructor(batch: WriterBatch) {
    this.#batch = batch;
    const { buffer, byteOffset, byteLength } = batch.bytes;
    const { runsAt, count, isPlain } = batch.files;
    this.bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.runs = new Uint32Array(buffer, byteOffset + runsAt, count * RUN_WORDS);
    this.isPlain = isPlain;
  }

  deliver(events: number): void {
    this.#delivered += events;
  }

  drop(events: number, reason: FileProblem['reason']): void {
    if (reason === 'write-failed') this.#writeFailed += events;
    else this.#unsafePath += events;
  }

  settle(): SettledBatch {
    const { ticket, bytes } = this.#batch;
    const dropped = {
      ...(this.#writeFailed > 0 && { 'write-failed': this.#writeFailed }),
      ...(this.#unsafePath > 0 && { 'unsafe-path': this.#unsafePath }),
    };
    return { ticket, delivered: this.#delivered, dropped, bytes };
  }
}
