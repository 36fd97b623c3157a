import type { Writable } from 'node:stream';
import type { StdoutDestinationConfig } from '../../config/destination-config.ts';
import { errorTextOf } from '../../system/error-text.ts';
import { allDropped, dropLater, type Batch, type DropReason } from '../batch.ts';
import { BatchQueue } from '../batch-queue.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { StateReport } from '../state-report.ts';

/** Streams with a listener for `error`: each failure is also reported to the callback of its write. */
const withListener = new WeakSet<Writable>();

/** Writes batches to a stream, one at a time: the next one when the stream has taken the previous one. */
export function createStdoutDestination(
  config: StdoutDestinationConfig,
  context: DestinationContext,
): Destination {
  if (!withListener.has(context.stdout)) context.stdout.on('error', () => undefined);
  withListener.add(context.stdout);
  return new StdoutDestination(config, context);
}

class StdoutDestination implements Destination {
  readonly name: string;
  readonly #stdout: Writable;
  readonly #queue: BatchQueue;
  readonly #report: StateReport;
  #isWriting = false;
  #isClosed = false;

  constructor({ name }: StdoutDestinationConfig, { log, stdout, queue }: DestinationContext) {
    this.name = name;
    this.#stdout = stdout;
    this.#queue = new BatchQueue(queue);
    this.#report = new StateReport(name, log);
  }

  accept(batch: Batch): boolean {
    if (this.#isClosed) {
      dropLater(batch, 'closed');
      return true;
    }
    if (this.#queue.admit(batch) === undefined) return false;
    if (!this.#isWriting) {
      this.#isWriting = true;
      queueMicrotask(() => this.#writeNext());
    }
    return true;
  }

  reopen(): void {
    // A stream cannot be reopened by name.
  }

  drain(signal: AbortSignal): Promise<void> {
    return this.#queue.drained(signal);
  }

  close(reason: DropReason = 'closed'): Promise<void> {
    this.#isClosed = true;
    this.#queue.dropAll(reason);
    return Promise.resolve();
  }

  #writeNext(): void {
    const next = this.#queue.first;
    this.#isWriting = next !== undefined;
    if (next === undefined) return;
    const { ticket, batch } = next;
    this.#stdout.write(batch.bytes.subarray(0, batch.used), (error) => {
      this.#noteChange(error ?? undefined);
      this.#queue.release(ticket);
      this.#queue.settle(
        ticket,
        error instanceof Error
          ? allDropped(batch, 'write-failed')
          : { delivered: batch.events, dropped: {} },
      );
      this.#writeNext();
    });
  }

  #noteChange(error: Error | undefined): void {
    if (error === undefined) {
      this.#report.recovered('writing to standard output again');
      return;
    }
    if (this.#report.isFailing) return;
    this.#report.failed(
      'error',
      `Cannot write to standard output: ${errorTextOf(error)}; events for it are dropped, start the relay with an output that stays open`,
    );
  }
}
