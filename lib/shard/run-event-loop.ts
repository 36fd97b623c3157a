import { parentPort, workerData } from 'node:worker_threads';
import { ReportBudget } from '../observe/report-budget.ts';
import type { ReaderRegistry } from '../receive/readers.ts';
import type { ReaderContext } from '../receive/source-reader.ts';
import { raisePriority } from '../system/thread-priority.ts';
import { answerTo } from './answer-question.ts';
import { HandOverTimer } from './hand-over-timer.ts';
import { ReaderSet } from './reader-set.ts';
import type { FromShard, ShardSettings, ShardStart, ToShard } from './shard-messages.ts';
import type { PipelineExits } from './pipeline-exits.ts';
import { ShardPipeline } from './shard-pipeline.ts';

/** Reports of readers, in this many milliseconds: clients can cause them. */
const MAX_REPORTS = 10;
const REPORT_WINDOW_MS = 10_000;

const start = workerData as ShardStart;

/** Runs the thread with an event loop: one pipeline for all kinds of source in `registry`. It reads once it is configured. */
export function runEventLoop(registry: ReaderRegistry): void {
  if (parentPort === null) throw new Error('the event loop of sources runs only in a worker');
  const port = parentPort;
  const post = (message: FromShard): void => port.postMessage(message);
  let running: Running | undefined;
  const readers = new ReaderSet(registry, {
    opened: (source, bound) => post({ kind: 'opened', source, bound }),
    arrived: (count) => running?.timer.arrived(count),
    report: reportsTo(post),
  });

  const configure = async (asked: ShardSettings): Promise<void> => {
    const settings = await readers.open(asked);
    if (running === undefined) {
      raisePriority();
      const memory = { idleBuffers: start.memory?.idleBuffers };
      const pipeline = new ShardPipeline(start.shard, settings, exitsTo(post), memory);
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

  const handle = async (message: InTurn): Promise<void> => {
    switch (message.kind) {
      case 'buffers':
        for (const buffer of message.buffers) running?.pipeline.pool.give(buffer);
        break;
      case 'configure':
        return configure(message.settings);
      case 'name':
        running?.pipeline.found(message.address, message.name);
        break;
      case 'question':
        if (running !== undefined) post(answerTo(message, running.pipeline));
        break;
      case 'pause':
      case 'resume':
        readers[message.kind]();
        break;
      case 'stop':
        return stop();
      default:
        message satisfies never;
    }
  };

  port.on('message', inTurn(handle, readers));
  post({ kind: 'started' });
}

type InTurn = Exclude<ToShard, { kind: 'settled' }>;

interface Running {
  readonly pipeline: ShardPipeline;
  readonly timer: HandOverTimer;
}

/** One message after the other: opening takes its time. Except for receipts: a reader that is being closed may wait for them. */
function inTurn(
  handle: (message: InTurn) => Promise<void>,
  readers: ReaderSet,
): (message: ToShard) => void {
  let handled = Promise.resolve();
  return (message) => {
    if (message.kind === 'settled') readers.settled(message.receipt, message.isFinal);
    else handled = handled.then(() => handle(message));
  };
}

/** Logs the reports of readers, unless there were too many. */
function reportsTo(post: (message: FromShard) => void): ReaderContext['report'] {
  const budget = new ReportBudget(MAX_REPORTS, REPORT_WINDOW_MS);
  return (level, message) => {
    // Errors are of entries that are lost to the reader: each has its id.
    if (level === 'error' || budget.take(performance.now()))
      post({ kind: 'report', level, message });
  };
}

function exitsTo(post: (message: FromShard) => void): PipelineExits {
  return {
    handOver: (batches) => post({ kind: 'batches', batches }),
    ask: (address) => post({ kind: 'ask', address }),
    chunkEnded: (receipt) => post({ kind: 'chunk-ended', receipt }),
    busiest: (source, senders) => post({ kind: 'busiest', source, senders }),
    tapped: (id, lines) => post({ kind: 'tapped', id, lines }),
    report: (level, message) => post({ kind: 'report', level, message }),
  };
}
