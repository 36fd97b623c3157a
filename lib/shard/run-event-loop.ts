import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ReaderRegistry } from '../receive/readers.ts';
import { goFirst } from '../system/thread-priority.ts';
import { HandOverTimer } from './hand-over-timer.ts';
import { ReaderSet } from './reader-set.ts';
import type { FromShard, ShardSettings, ShardStart, ToShard } from './shard-messages.ts';
import { ShardPipeline } from './shard-pipeline.ts';

const start = workerData as ShardStart;

/** Runs the thread with an event loop: one pipeline for all kinds of source in `registry`. It reads once it is configured. */
export function runEventLoop(registry: ReaderRegistry): void {
  if (parentPort === null) throw new Error('the event loop of sources runs only in a worker');
  const port = parentPort;
  const post = (message: FromShard): void => port.postMessage(message);
  let running: Running | undefined;
  const readers = new ReaderSet(registry, {
    opened: (source, bound) => post({ kind: 'opened', source, bound }),
    arrived: () => running?.timer.arrived(),
  });

  const configure = async (asked: ShardSettings): Promise<void> => {
    const settings = await readers.open(asked);
    if (running === undefined) {
      goFirst();
      const pipeline = new ShardPipeline(start.shard, settings, exitsTo(post));
      running = { pipeline, timer: new HandOverTimer(pipeline) };
    } else running.pipeline.configure(settings, performance.now());
    readers.read(running.pipeline);
    running.timer.look();
    post({ kind: 'switched', generation: settings.generation });
  };

  const stop = async (): Promise<void> => {
    await readers.close();
    running?.timer.stop();
    running?.pipeline.finish(performance.now());
    port.close();
  };

  const handle = async (message: ToShard): Promise<void> => {
    switch (message.kind) {
      case 'buffers':
        for (const buffer of message.buffers) running?.pipeline.pool.give(buffer);
        break;
      case 'configure':
        await configure(message.settings);
        break;
      case 'name':
        running?.pipeline.found(message.address, message.name);
        break;
      case 'settled':
        readers.settled(message.receipt, message.isFinal);
        break;
      case 'pause':
        readers.pause();
        break;
      case 'resume':
        readers.resume();
        break;
      case 'stop':
        await stop();
        break;
      default:
        message satisfies never;
    }
  };

  /** One message after the other: opening takes its time. */
  let handled = Promise.resolve();
  parentPort.on('message', (message: ToShard) => {
    handled = handled.then(() => loop.handle(message));
  });
  loop.post({ kind: 'started' });
}

/** What exists once the thread is configured. */
interface Running {
  readonly pipeline: ShardPipeline;
  readonly timer: HandOverTimer;
}

class EventLoop {
  readonly #shard: number;
  readonly #port: MessagePort;
  readonly #readers: ReaderSet;
  #running: Running | undefined;

  constructor(registry: ReaderRegistry, shard: number, port: MessagePort) {
    this.#shard = shard;
    this.#port = port;
    this.#readers = new ReaderSet(registry, {
      opened: (source, bound) => this.post({ kind: 'opened', source, bound }),
      arrived: () => this.#running?.timer.arrived(),
    });
  }

  post(message: FromShard): void {
    this.#port.postMessage(message);
  }

  async handle(message: ToShard): Promise<void> {
    switch (message.kind) {
      case 'buffers':
        for (const buffer of message.buffers) this.#running?.pipeline.pool.give(buffer);
        break;
      case 'configure':
        await this.#configure(message.settings);
        break;
      case 'name':
        this.#running?.pipeline.found(message.address, message.name);
        break;
      case 'settled':
        this.#readers.settled(message.receipt, message.isFinal);
        break;
      case 'pause':
        this.#readers.pause();
        break;
      case 'resume':
        this.#readers.resume();
        break;
      case 'stop':
        await this.#stop();
        break;
      default:
        message satisfies never;
    }
  }

  async #configure(asked: ShardSettings): Promise<void> {
    const settings = await this.#readers.open(asked);
    this.#running?.pipeline.configure(settings, performance.now());
    this.#running ??= this.#begin(settings);
    const { pipeline, timer } = this.#running;
    this.#readers.read(pipeline);
    timer.look();
    this.post({ kind: 'switched', generation: settings.generation });
  }

  #begin(settings: ShardSettings): Running {
    goFirst();
    const pipeline = new ShardPipeline(this.#shard, settings, {
      handOver: (batches) => this.post({ kind: 'batches', batches }),
      ask: (address) => this.post({ kind: 'ask', address }),
      chunkEnded: (receipt) => this.post({ kind: 'chunk-ended', receipt }),
      busiest: (source, senders) => this.post({ kind: 'busiest', source, senders }),
    });
    return { pipeline, timer: new HandOverTimer(pipeline) };
  }

  async #stop(): Promise<void> {
    await this.#readers.close();
    this.#running?.timer.stop();
    this.#running?.pipeline.finish(performance.now());
    this.#port.close();
  }
}
