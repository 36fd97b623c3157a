import { parentPort, workerData } from 'node:worker_threads';
import type { ReaderRegistry } from '../receive/readers.ts';
import { goFirst } from '../system/thread-priority.ts';
import { HandOverTimer } from './hand-over-timer.ts';
import { ReaderSet } from './reader-set.ts';
import type { FromShard, ShardStart, ToShard } from './shard-messages.ts';
import { ShardPipeline } from './shard-pipeline.ts';

/** Runs the thread with an event loop: one pipeline for all kinds of source in `registry`. Resolves when it reads. */
export async function runEventLoop(registry: ReaderRegistry): Promise<void> {
  if (parentPort === null) throw new Error('the event loop of sources runs only in a worker');
  const port = parentPort;
  const start = workerData as ShardStart;
  const post = (message: FromShard): void => port.postMessage(message);

  const readers = new ReaderSet(registry, {
    opened: (source, bound) => post({ kind: 'opened', source, bound }),
    arrived: () => timer.arrived(),
  });
  const settings = await readers.open(start.settings);
  const pipeline = new ShardPipeline(start.shard, settings, {
    handOver: (batches) => post({ kind: 'batches', batches }),
    ask: (address) => post({ kind: 'ask', address }),
    chunkEnded: (receipt) => post({ kind: 'chunk-ended', receipt }),
    busiest: (source, senders) => post({ kind: 'busiest', source, senders }),
  });
  const timer = new HandOverTimer(pipeline);

  const read = (generation: number): void => {
    readers.read(pipeline);
    timer.look();
    post({ kind: 'switched', generation });
  };

  const handle = async (message: ToShard): Promise<void> => {
    switch (message.kind) {
      case 'buffers':
        for (const buffer of message.buffers) pipeline.pool.give(buffer);
        break;
      case 'configure':
        pipeline.configure(await readers.open(message.settings), performance.now());
        read(message.settings.generation);
        break;
      case 'name':
        pipeline.found(message.address, message.name);
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
        await readers.close();
        timer.stop();
        pipeline.finish(performance.now());
        port.close();
        break;
      default:
        message satisfies never;
    }
  };

  goFirst();
  read(settings.generation);

  /** One message after the other: opening takes its time. */
  let handled = Promise.resolve();
  port.on('message', (message: ToShard) => {
    handled = handled.then(() => handle(message));
  });
}
