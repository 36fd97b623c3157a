import type { Writable } from 'node:stream';
import type { StdoutDestinationConfig } from '../../config/config.ts';
import type { Log } from '../../log/log.ts';
import { BatchQueue, droppedAll } from '../batch-queue.ts';
import type { Batch, Destination, DropReason } from '../destination.ts';

export interface StdoutDestinationContext {
  readonly log: Log;
  /** Not ended by the destination. */
  readonly stdout: Writable;
}

/** Streams whose error events are heard: each failure is told to the callback of its write as well. */
const heard = new WeakSet<Writable>();

/** Writes batches to a stream, one after the other: the next one when the stream has taken the one before. */
export function createStdoutDestination(
  config: StdoutDestinationConfig,
  context: StdoutDestinationContext,
): Destination {
  if (!heard.has(context.stdout)) context.stdout.on('error', () => undefined);
  heard.add(context.stdout);
  return new StdoutDestination(config, context);
}

class StdoutDestination implements Destination {
  readonly name: string;
  readonly #context: StdoutDestinationContext;
  readonly #queue: BatchQueue;
  #isWriting = false;
  #isFailing = false;
  #isClosed = false;

  constructor({ name, queueBytes }: StdoutDestinationConfig, context: StdoutDestinationContext) {
    this.name = name;
    this.#context = context;
    this.#queue = new BatchQueue(queueBytes);
  }

  accept(batch: Batch): boolean {
    if (this.#isClosed) {
      queueMicrotask(() => batch.settled(droppedAll(batch, 'closed'), [batch.bytes]));
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
    // A stream has no name to be opened by again.
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
    this.#context.stdout.write(batch.bytes.subarray(0, batch.used), (error) => {
      const outcome =
        error instanceof Error
          ? droppedAll(batch, 'write-failed')
          : { delivered: batch.events, dropped: {} };
      this.#noteChange(error ?? undefined);
      this.#queue.settle(ticket, outcome, [batch.bytes]);
      this.#writeNext();
    });
  }

  #noteChange(error: Error | undefined): void {
    const { log } = this.#context;
    if (error === undefined && this.#isFailing) {
      log.info(`destination ${this.name}: writing to standard output again`);
    }
    if (error !== undefined && !this.#isFailing) {
      const found = 'code' in error ? String(error.code) : error.message;
      log.error(
        `destination ${this.name}: Cannot write to standard output: ${found}; events for it are dropped, start the relay with an output that stays open`,
      );
    }
    this.#isFailing = error !== undefined;
  }
}
