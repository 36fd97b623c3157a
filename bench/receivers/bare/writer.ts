import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { RUN_WORDS, type Batch } from './batch.ts';

const GATHER_BYTES = 256 * 1024;
const PAUSE_MS = 30;

interface HostFile {
  readonly fd: number;
  /** Runs that wait: batch, start and end of each. */
  readonly runs: number[];
}

const { directory, batches } = workerData as { directory: string; batches: MessagePort };
const files: HostFile[] = [];
const gathered = Buffer.from(new ArrayBuffer(GATHER_BYTES));
let held: Buffer[] = [];
let touched: HostFile[] = [];
let pause: NodeJS.Timeout | undefined;
let pauseEndMs = 0;

function take({ bytes, runs, newHosts, isLast }: Batch): void {
  for (const name of newHosts) {
    mkdirSync(join(directory, name));
    files.push({ fd: openSync(join(directory, name, 'messages.log'), 'a'), runs: [] });
  }
  const batch = held.push(Buffer.from(bytes)) - 1;
  let start = 0;
  for (let at = 0; at < runs.length; at += RUN_WORDS) {
    const file = files[runs[at] as number] as HostFile;
    const end = runs[at + 1] as number;
    if (file.runs.length === 0) touched.push(file);
    file.runs.push(batch, start, end);
    start = end;
  }
  if (isLast || performance.now() >= pauseEndMs) flush();
  else pause ??= setTimeout(flush, PAUSE_MS);
  if (isLast) parentPort?.postMessage('written');
}

function flush(): void {
  clearTimeout(pause);
  pause = undefined;
  for (const file of touched) append(file);
  const back = held.map((batch) => batch.buffer as ArrayBuffer);
  batches.postMessage(back, back);
  held = [];
  touched = [];
  pauseEndMs = performance.now() + PAUSE_MS;
}

function append({ fd, runs }: HostFile): void {
  let filled = 0;
  for (let at = 0; at < runs.length; at += 3) {
    const batch = held[runs[at] as number] as Buffer;
    const end = runs[at + 2] as number;
    if (filled + end - (runs[at + 1] as number) > GATHER_BYTES) {
      writeSync(fd, gathered, 0, filled);
      filled = 0;
    }
    for (let from = runs[at + 1] as number; from < end; from++)
      gathered[filled++] = batch[from] as number;
  }
  writeSync(fd, gathered, 0, filled);
  runs.length = 0;
}

batches.on('message', take);
