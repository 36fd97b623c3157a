import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { DatagramReader } from '../../../lib/receive/udp/datagram-reader.ts';
import { raisePriority } from '../../../lib/system/thread-priority.ts';
import { POLLIN } from '../../../lib/system/linux.ts';
import { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { BATCH_BYTES, RUN_WORDS, type Batch } from './batch.ts';
import { HostNumbers } from './host-numbers.ts';
import { LineWriter } from './line-writer.ts';
import { SlotView } from './slot-view.ts';

const SLOTS = 256;
const MAX_DATAGRAM_BYTES = 65_535;
const MAX_RUNS = 4096;
const HAND_OVER_EVERY_MS = 20;
const COALESCE_MS = 1;
const POLL_MS = 100;
/** Of a line, but for the datagram's own bytes. */
const MAX_PREFIX = 64;

const { fd, batches, stop } = workerData as { fd: number; batches: MessagePort; stop: Int32Array };
const calls = loadSystemCalls();
raisePriority();
const reader = new DatagramReader(calls, SLOTS, MAX_DATAGRAM_BYTES);
const slots = new SlotView(reader.slots);
const datagram = new ReceivedDatagram();
const hosts = new HostNumbers();
const lines = new LineWriter(hosts);
const runs = new Int32Array(MAX_RUNS * RUN_WORDS);
const free: ArrayBuffer[] = [];
let used = 0;
lines.use(new ArrayBuffer(BATCH_BYTES));

function take(): void {
  if (lines.room < datagram.end - datagram.start + MAX_PREFIX || used === runs.length) flush(false);
  const host = lines.write(datagram);
  if (used > 0 && runs[used - RUN_WORDS] === host) {
    runs[used - 1] = lines.at;
    return;
  }
  runs[used] = host;
  runs[used + 1] = lines.at;
  used += RUN_WORDS;
}

function flush(isLast: boolean): void {
  if (used === 0 && !isLast) return;
  const { bytes } = lines;
  const batch: Batch = { bytes, runs: runs.slice(0, used), newHosts: hosts.takeNew(), isLast };
  batches.postMessage(batch, [bytes]);
  used = 0;
  let back = receiveMessageOnPort(batches);
  while (back !== undefined) {
    free.push(...(back.message as ArrayBuffer[]));
    back = receiveMessageOnPort(batches);
  }
  lines.use(free.pop() ?? new ArrayBuffer(BATCH_BYTES));
}

const polled = new Int32Array([fd, POLLIN]);
const polledBytes = new Uint8Array(polled.buffer);
let handedOverMs = performance.now();
while (Atomics.load(stop, 0) === 0) {
  const count = reader.read(fd);
  for (let slot = 0; slot < count; slot++) {
    slots.fill(slot, datagram);
    take();
  }
  const nowMs = performance.now();
  if (nowMs - handedOverMs > HAND_OVER_EVERY_MS) {
    flush(false);
    handedOverMs = nowMs;
  }
  if (count <= 0) calls.poll(polledBytes, 1, used > 0 ? HAND_OVER_EVERY_MS : POLL_MS);
  else if (count < SLOTS / 2) Atomics.wait(stop, 0, 0, COALESCE_MS);
}
flush(true);
