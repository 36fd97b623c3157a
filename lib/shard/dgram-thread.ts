import { parentPort, workerData } from 'node:worker_threads';
import { ShardPipeline } from './shard-pipeline.ts';
import { DgramLoop } from '../receive/dgram/dgram-loop.ts';
import type { FromShard, ShardSettings, ShardStart, ToShard } from './shard-messages.ts';
import { goFirst } from '../system/thread-priority.ts';

/** The entry of the portable shard's thread, which has an event loop. */
if (parentPort === null) throw new Error('dgram-thread runs only as a worker');
const port = parentPort;
const start = workerData as ShardStart;

const post = (message: FromShard): void => port.postMessage(message);

const loop = new DgramLoop((input, bound) => post({ kind: 'bound', input, bound }));
const settings = await bind(start.settings);
const pipeline = new ShardPipeline(start.shard, settings, {
  handOver: (batches) => post({ kind: 'batches', batches }),
  ask: (address) => post({ kind: 'ask', address }),
  busiest: (source, senders) => post({ kind: 'busiest', source, senders }),
});
goFirst();
loop.read(pipeline);
post({ kind: 'switched', generation: settings.generation });

/** One message after the other: binding takes its time. */
let handled = Promise.resolve();
port.on('message', (message: ToShard) => {
  handled = handled.then(() => handle(message));
});

/** Opens what the settings name; returns them with the ports that were bound. */
async function bind(wanted: ShardSettings): Promise<ShardSettings> {
  const inputs = await loop.bind(wanted.config.sources, wanted.inputs);
  return { ...wanted, inputs };
}

async function handle(message: ToShard): Promise<void> {
  switch (message.kind) {
    case 'buffers':
      for (const buffer of message.buffers) pipeline.pool.give(buffer);
      break;
    case 'configure': {
      const bound = await bind(message.settings);
      pipeline.configure(bound, performance.now());
      loop.read(pipeline);
      post({ kind: 'switched', generation: bound.generation });
      break;
    }
    case 'name':
      pipeline.found(message.address, message.name);
      break;
    case 'stop':
      await loop.close();
      pipeline.finish(performance.now());
      port.close();
      break;
    default:
      message satisfies never;
  }
}
