import type { Worker } from 'node:worker_threads';
import type { FileDestinationConfig } from '../../config/destination-config.ts';
import type { Log } from '../../log/log.ts';
import { startThread } from '../../system/start-thread.ts';
import { refusalOf } from '../../system/system-refusal.ts';
import { dropLater, type Batch, type DropReason } from '../batch.ts';
import { BatchQueue } from '../batch-queue.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { UnsentNames } from '../names/unsent-names.ts';
import type { FromWriter, ToWriter, WriterBatch, WriterStart } from './writer-messages.ts';
import { warnOfPath } from './warn-of-path.ts';
import { writerSettingsOf } from './writer-settings.ts';

/** How long `close` waits for a thread that hangs in a system call. */
const CLOSE_GRACE_MS = 400;

/**
 * Starts a thread that writes the files of `config`; resolves when it runs. Rejects with DestinationError when its owner or group
 * is unknown, with SystemRefusal when the system has no room for a thread. An error in the thread is thrown in this one.
 */
export async function createFileDestination(
  config: FileDestinationConfig,
  context: DestinationContext,
): Promise<Destination> {
  const destination = new FileDestination(config, context);
  warnOfPath(config, context.log);
  await destination.started;
  return destination;
}

class FileDestination implements Destination {
  readonly name: string;
  readonly #log: Log;
  readonly #queue: BatchQueue;
  readonly #counts: DestinationCounts;
  readonly #unsentNames = new UnsentNames();
  /** Batches that came together go together: each message wakes the thread. */
  #unsent: WriterBatch[] = [];
  readonly #halt = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  readonly started: Promise<void>;
  #started: () => void = () => undefined;
  readonly #ended: Promise<void>;
  #closing: Promise<void> | undefined = undefined;

  constructor(config: FileDestinationConfig, context: DestinationContext) {
    const { log, queue, counts } = context;
    const start: WriterStart = { settings: writerSettingsOf(config, context), halt: this.#halt };
    this.name = config.name;
    this.#log = log;
    this.#counts = counts;
    this.#queue = new BatchQueue(queue);
    this.#worker = startThread(import.meta.url, './writer-thread', {
      name: `files of ${config.name}`,
      workerData: start,
    });
    this.#worker.on('message', (message: FromWriter) => this.#receive(message));
    let hasStarted = false;
    this.started = new Promise((resolve, reject) => {
      this.#started = () => {
        hasStarted = true;
        resolve();
      };
      this.#worker.on('error', (error) => {
        // Thrown here it is an uncaught exception of the main thread, which ends the process.
        if (hasStarted) throw error;
        reject(refusalOf(`Cannot start the thread of destination ${this.name}`, error));
      });
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
  }

  accept(batch: Batch): boolean {
    if (this.#closing !== undefined) {
      dropLater(batch, 'closed');
      return true;
    }
    const ticket = this.#queue.admit(batch);
    if (ticket === undefined) {
      this.#unsentNames.keep(batch);
      return false;
    }
    this.#take(ticket, batch);
    return true;
  }

  reopen(): void {
    this.#send({ kind: 'reopen' });
  }

  drain(signal: AbortSignal): Promise<void> {
    this.#send({ kind: 'flush' });
    return this.#queue.drained(signal);
  }

  close(reason: DropReason = 'closed'): Promise<void> {
    this.#closing ??= this.#end(reason);
    return this.#closing;
  }

  async #end(reason: DropReason): Promise<void> {
    Atomics.store(this.#halt, 0, 1);
    this.#send({ kind: 'close' });
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_GRACE_MS);
    });
    await Promise.race([this.#ended, grace]);
    clearTimeout(timer);
    this.#worker.unref();
    void this.#worker.terminate();
    this.#queue.dropAll(reason);
  }

  #take(ticket: number, batch: Batch): void {
    const { shard, generation, bytes, isPlain } = batch;
    const runs = { ...batch.runs, newNames: this.#unsentNames.take(batch) };
    const unsent = this.#unsent;
    unsent.push({ ticket, shard, generation, bytes, isPlain, runs });
    if (unsent.length === 1) queueMicrotask(() => this.#sendBatches());
  }

  #sendBatches(): void {
    const batches = this.#unsent;
    if (batches.length === 0) return;
    this.#unsent = [];
    this.#post({ kind: 'batches', batches });
  }

  #send(message: ToWriter): void {
    this.#sendBatches();
    this.#post(message);
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'started') {
      this.#started();
      return;
    }
    if (message.kind === 'report') {
      const { level, message: text } = message.report;
      this.#log[level](`destination ${this.name}: ${text}`);
      return;
    }
    for (const { ticket, delivered, dropped, overflowed } of message.batches) {
      this.#counts.note('too-many-hosts', overflowed);
      this.#queue.release(ticket);
      this.#queue.settle(ticket, { delivered, dropped });
    }
  }
}
