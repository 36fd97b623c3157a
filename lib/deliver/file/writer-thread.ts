import { parentPort, workerData } from 'node:worker_threads';
import { createLogWriter } from './create-log-writer.ts';
import type { FromWriter, ToWriter, WriterStart } from './writer-messages.ts';

/**
 * The thread that writes the files of one destination with blocking calls: a disk that hangs stops this thread and
 * nothing else. Ends when told to close.
 */
function runWriterThread({ settings, halt }: WriterStart): void {
  const port = parentPort;
  if (port === null) throw new Error('the writer runs as a worker thread only');
  const send = (message: FromWriter): void => port.postMessage(message);
  const writer = createLogWriter(settings, {
    clock: () => performance.now(),
    settle: (batches) => send({ kind: 'settled', batches }),
    report: (report) => send({ kind: 'report', report }),
  });

  let timer: NodeJS.Timeout | undefined;
  let timerDueMs = Number.POSITIVE_INFINITY;
  const arm = (): void => {
    const dueMs = writer.nextDeadline ?? Number.POSITIVE_INFINITY;
    // A timer that fires too early arms itself again: cheaper than moving it with each batch.
    if (dueMs >= timerDueMs) return;
    clearTimeout(timer);
    timerDueMs = dueMs;
    timer = setTimeout(tick, Math.max(0, dueMs - performance.now()));
  };
  const tick = (): void => {
    timerDueMs = Number.POSITIVE_INFINITY;
    writer.tick();
    arm();
  };

  port.on('message', (message: ToWriter) => {
    if (message.kind === 'close') {
      clearTimeout(timer);
      writer.close();
      port.close();
      return;
    }
    if (Atomics.load(halt, 0) !== 0) return;
    if (message.kind === 'batches') writer.take(message.batches);
    else if (message.kind === 'flush') writer.flush();
    else writer.reopen();
    arm();
  });
  send({ kind: 'started' });
}

runWriterThread(workerData as WriterStart);
