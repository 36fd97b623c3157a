import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ShardPipeline, type PipelineExits } from './shard-pipeline.ts';
import { ReceiveLoop } from '../receive/udp/receive-loop.ts';
import { ReceiveMemory } from '../receive/udp/receive-memory.ts';
import { ReservedMemory } from '../system/reserved-memory.ts';
import type { FromShard, ShardStart, ToShard } from './shard-messages.ts';
import { loadSystemCalls } from '../system/system-calls.ts';
import { goFirst } from '../system/thread-priority.ts';

/** For batches: what a writer may hold, and some more. */
const BATCHES_BYTES = 40 * 1024 * 1024;

/** The entry of a thread that blocks in system calls. It has no event loop while it runs: messages are fetched, never awaited. */
if (parentPort === null) throw new Error('blocking-thread runs only as a worker');
const port = parentPort;
const start = workerData as ShardStart;
let isStopping = false;

const post = (message: FromShard): void => port.postMessage(message);

const calls = loadSystemCalls();
const memory = new ReceiveMemory();
const exits: PipelineExits = {
  handOver: (batches) => post({ kind: 'batches', batches }),
  ask: (address) => post({ kind: 'ask', address }),
  chunkEnded: (receipt) => post({ kind: 'chunk-ended', receipt }),
  busiest: (source, senders) => post({ kind: 'busiest', source, senders }),
};
const pipeline = new ShardPipeline(start.shard, start.settings, exits, {
  grammar: memory.grammar,
  batches: ReservedMemory.shared(calls, BATCHES_BYTES).bytes,
});
const loop = new ReceiveLoop(calls, pipeline, memory, {
  control: start.control,
  wakeFd: start.wakeFd,
  attend: () => {
    fetchMessages();
    return !isStopping && !mustLeave();
  },
  trouble: (message) => post({ kind: 'trouble', message }),
});
goFirst();
loop.use(start.settings.inputs);
post({ kind: 'switched', generation: start.settings.generation });
loop.run();
if (!mustLeave()) {
  loop.drain();
  pipeline.finish(performance.now());
}

function mustLeave(): boolean {
  return Atomics.load(start.control, 1) !== 0;
}

function fetchMessages(): void {
  for (;;) {
    const received: { message: ToShard } | undefined = receiveMessageOnPort(port);
    if (received === undefined) return;
    const { message } = received;
    switch (message.kind) {
      case 'buffers':
        for (const buffer of message.buffers) pipeline.pool.give(buffer);
        break;
      case 'configure':
        // Main closes sockets that are not needed any more.
        loop.drain();
        pipeline.configure(message.settings, performance.now());
        loop.use(message.settings.inputs);
        post({ kind: 'switched', generation: message.settings.generation });
        break;
      case 'name':
        pipeline.found(message.address, message.name);
        break;
      case 'settled':
      case 'pause':
      case 'resume':
        // Datagrams that are not read are lost.
        break;
      case 'stop':
        isStopping = true;
        break;
      default:
        message satisfies never;
    }
  }
}
