import type { Worker } from 'node:worker_threads';
import type { BatchBytes, SealedBatch } from '../deliver/batch.ts';
import type { BoundAddress, ThreadKind } from '../receive/receiver.ts';
import type { ReportLevel } from '../pipeline/sender-reports.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import { startThread } from '../system/start-thread.ts';
import { refusalOf } from '../system/system-refusal.ts';
import { OpenQuestions } from './open-questions.ts';
import type { AnswerTo, Question } from './question.ts';
import type { ShardMemory } from './shard-memory.ts';
import type { FromShard, ShardSettings, ShardStart, ToShard } from './shard-messages.ts';
import type { ThreadModule } from './thread-modules.ts';
import { createWaker, type Waker } from './waker.ts';

/** What a shard tells the relay. */
export interface ShardEvents {
  batch(shard: Shard, batch: SealedBatch): void;
  chunkEnded(shard: Shard, receipt: number): void;
  switched(shard: Shard, generation: number): void;
  /** The thread opened a source itself. */
  opened(source: string, bound: BoundAddress): void;
  busiest(source: string, senders: readonly SenderDatagrams[]): void;
  ask(address: string): void;
  trouble(message: string): void;
  report(level: ReportLevel, message: string): void;
  /** Lines for a subscriber. */
  tapped(id: number, lines: Uint8Array<ArrayBuffer>): void;
  /** The thread ended by an exception, and what it had read and not handed over is lost. */
  died(shard: Shard, error: Error): void;
}

/** Which thread a shard is. */
export interface ShardIdentity {
  /** Among all threads of the relay. */
  readonly number: number;
  readonly kind: ThreadKind;
  /** Among the threads of its kind. */
  readonly index: number;
}

/** The main thread's side of one receiving thread. */
export class Shard {
  readonly identity: ShardIdentity;
  readonly #module: ThreadModule;
  readonly #events: ShardEvents;
  readonly #memory: ShardMemory | undefined;
  readonly #waker: Waker;
  readonly #control = new Int32Array(new SharedArrayBuffer(8));
  #worker: Worker | undefined;
  #stopped: (() => void) | undefined;
  #started: (() => void) | undefined;
  #isPaused = false;
  #isConfigured = false;
  readonly #questions = new OpenQuestions();

  constructor(
    identity: ShardIdentity,
    module: ThreadModule,
    events: ShardEvents,
    memory?: ShardMemory,
  ) {
    this.#memory = memory;
    this.identity = identity;
    this.#module = module;
    this.#events = events;
    this.#waker = createWaker(identity.kind);
  }

  get number(): number {
    return this.identity.number;
  }

  /**
   * Starts the thread, also again after it died. Resolves when it waits for its settings; rejects, with SystemRefusal if the system has no
   * room for it, when it ends before.
   */
  start(): Promise<void> {
    const start: ShardStart = {
      shard: this.number,
      wakeFd: this.#waker.fd,
      control: this.#control,
      memory: this.#memory,
    };
    const { from, file } = this.#module;
    const name = `shard-${this.number}`;
    return new Promise((resolve, reject) => {
      const worker = startThread(from, file, { name, workerData: start });
      this.#worker = worker;
      this.#started = resolve;
      if (this.#isPaused) this.#post({ kind: 'pause' });
      worker.on('message', (message: FromShard) => this.#onMessage(message));
      let cause: Error | undefined;
      worker.on('error', (error: Error) => {
        cause = error;
      });
      // Messages sent before the end are delivered before this event.
      worker.on('exit', () => {
        this.#worker = undefined;
        this.#isConfigured = false;
        this.#questions.giveUp();
        if (this.#stopped === undefined)
          cause ??= new Error('the thread ended without being asked to');
        if (this.#started !== undefined)
          reject(refusalOf(`Cannot start the thread ${name}`, cause));
        else if (cause !== undefined) this.#events.died(this, cause);
        this.#stopped?.();
      });
    });
  }

  /** Lets the thread read by these settings from now on; it must have started. */
  configure(settings: ShardSettings): void {
    this.#post({ kind: 'configure', settings });
    this.#isConfigured = true;
    this.#wake();
  }

  /** Tells what reverse DNS said. */
  name(address: string, name: string): void {
    this.#post({ kind: 'name', address, name });
    this.#wake();
  }

  /** Makes the senders of its sources wait, those that can, until it is called again. */
  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#post({ kind: isPaused ? 'pause' : 'resume' });
  }

  /** The batches of a chunk are settled. */
  settled(receipt: number, isFinal: boolean): void {
    this.#post({ kind: 'settled', receipt, isFinal });
  }

  /** Gives buffers back for use; the thread need not hear of it soon. */
  give(buffers: readonly BatchBytes[]): void {
    this.#post({ kind: 'buffers', buffers });
  }

  /** Asks the thread, which answers in the middle of its work. Undefined if it does not read yet, or ends before it answers. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q> | undefined> {
    if (!this.#isConfigured) return Promise.resolve(undefined);
    const { id, answer } = this.#questions.open<Q>();
    this.#post({ kind: 'question', id, question });
    this.#wake();
    return answer;
  }

  /** Resolves when everything the shard had received is handed over and its thread has ended; at once when it is not running. */
  stop(): Promise<void> {
    if (this.#worker === undefined) return Promise.resolve();
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    this.#post({ kind: 'stop' });
    this.#wake();
    return stopped;
  }

  /** Ends a thread that was not configured yet, and closes what it would have waited for. */
  async discard(): Promise<void> {
    await this.stop();
    this.#waker.close();
  }

  /**
   * Makes the thread end at once, whatever it holds, also while the process exits: neither `terminate` nor `process.exit`
   * comes to an end while a thread waits in the kernel.
   */
  leave(): void {
    Atomics.store(this.#control, 1, 1);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#control, 0, 1);
    Atomics.notify(this.#control, 0);
    this.#waker.wake();
  }

  #post(message: ToShard): void {
    this.#worker?.postMessage(message);
  }

  #onMessage(message: FromShard): void {
    switch (message.kind) {
      case 'started':
        this.#started?.();
        this.#started = undefined;
        break;
      case 'batches':
        for (const batch of message.batches) this.#events.batch(this, batch);
        break;
      case 'chunk-ended':
        this.#events.chunkEnded(this, message.receipt);
        break;
      case 'switched':
        this.#events.switched(this, message.generation);
        break;
      case 'opened':
        this.#events.opened(message.source, message.bound);
        break;
      case 'busiest':
        this.#events.busiest(message.source, message.senders);
        break;
      case 'ask':
        this.#events.ask(message.address);
        break;
      case 'trouble':
        this.#events.trouble(message.message);
        break;
      case 'answer':
        this.#questions.answered(message.id, message.answer);
        break;
      case 'tapped':
        this.#events.tapped(message.id, message.lines);
        break;
      case 'report':
        this.#events.report(message.level, message.message);
        break;
      default:
        message satisfies never;
    }
  }
}
