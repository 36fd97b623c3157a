import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { answerTo } from './answer-question.ts';
import type { PipelineExits } from './pipeline-exits.ts';
import { ShardPipeline } from './shard-pipeline.ts';
import { ReceiveLoop } from '../receive/udp/receive-loop.ts';
import { ReservedMemory } from '../system/reserved-memory.ts';
import { MAX_BATCHES_BYTES } from './shard-memory.ts';
import type { FromShard, ShardSettings, ShardStart, ToShard } from './shard-messages.ts';
import { loadSystemCalls } from '../system/system-calls.ts';
import { raisePriority } from '../system/thread-priority.ts';

/** The entry of a thread that blocks in system calls. It has no event loop while it runs: messages are fetched, never awaited. */
if (parentPort === null) throw new Error('blocking-thread runs only as a worker');
const port = parentPort;
const start = workerData as ShardStart;
let isStopping = false;

const post = (message: FromShard): void => port.postMessage(message);

const calls = loadSystemCalls();
const batches = ReservedMemory.shared(calls, start.memory?.batchesBytes ?? MAX_BATCHES_BYTES).bytes;
const exits: PipelineExits = {
  handOver: (sealed) => post({ kind: 'batches', batches: sealed }),
  ask: (address) => post({ kind: 'ask', address }),
  chunkEnded: (receipt) => post({ kind: 'chunk-ended', receipt }),
  busiest: (source, senders) => post({ kind: 'busiest', source, senders }),
  tapped: (id, lines) => post({ kind: 'tapped', id, lines }),
  report: (level, message) => post({ kind: 'report', level, message }),
};
post({ kind: 'started' });
const settings = waitForSettings();
if (settings !== undefined) receive(settings);

function receive(first: ShardSettings): void {
  const pipeline = new ShardPipeline(start.shard, first, exits, {
    batches,
    idleBuffers: start.memory?.idleBuffers,
  });
  const loop: ReceiveLoop = new ReceiveLoop(calls, pipeline, {
    control: start.control,
    wakeFd: start.wakeFd,
    backlogBytes: start.memory?.backlogBytes,
    attend: () => {
      fetchMessages(pipeline, loop);
      return !isStopping && !mustLeave();
    },
    trouble: (message) => post({ kind: 'trouble', message }),
  });
  raisePriority();
  loop.use(first.inputs);
  post({ kind: 'switched', generation: first.generation });
  loop.run();
  if (mustLeave()) return;
  loop.drain();
  pipeline.finish(performance.now());
}

/** Returns undefined if the thread shall end before it reads anything. */
function waitForSettings(): ShardSettings | undefined {
  for (;;) {
    const control = Atomics.load(start.control, 0);
    for (let message = nextMessage(); message !== undefined; message = nextMessage()) {
      if (message.kind === 'configure') return message.settings;
      if (message.kind === 'stop') return undefined;
    }
    if (mustLeave()) return undefined;
    Atomics.wait(start.control, 0, control);
  }
}

function mustLeave(): boolean {
  return Atomics.load(start.control, 1) !== 0;
}

function nextMessage(): ToShard | undefined {
  const received: { message: ToShard } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function fetchMessages(pipeline: ShardPipeline, loop: ReceiveLoop): void {
  for (let message = nextMessage(); message !== undefined; message = nextMessage()) {
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
      case 'question':
        post(answerTo(message, pipeline));
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
