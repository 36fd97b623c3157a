/**
 * The load generator: a process of its own, so that its CPU is not the receiver's. Its argument is a Job as JSON; it
 * says `ready`; a line from stdin starts the warm-up, which ends with the word `warm`; the next line starts the messages that
 * count, and a GeneratorResult is the end.
 */
import { createInterface } from 'node:readline';
import { AF_INET, SOCK_CLOEXEC, SOCK_DGRAM } from '../../lib/system/linux.ts';
import { encodeSocketAddress } from '../../lib/system/socket-address.ts';
import { DatagramBatch } from './datagram-batch.ts';
import { datagramsOf } from './fragments.ts';
import { endpointsOf, senderAddress, type GeneratorResult, type Job } from './job.ts';
import { loadSendCalls, type SendCalls } from './send-calls.ts';

const ECONNREFUSED = 111;
/** Refusals in a row until the receiver is taken for dead. */
const MOST_REFUSALS = 1000;
/** How often a paced sender looks at the clock. */
const TICK_MS = 0.5;

const job = JSON.parse(process.argv[2] ?? '') as Job;
const calls = loadSendCalls();
const batch = new DatagramBatch(calls, job);
const sockets = openSockets(calls);
batch.warmUp();
process.stdout.write('ready\n');
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await orders.next();
sendUntil(0, job.warmUp - job.pacedWarmUp);
sendAtRate(job.warmUp - job.pacedWarmUp, job.pacedWarmUp);
process.stdout.write('warm\n');
await orders.next();
process.stdout.write(`${JSON.stringify(sendAtRate(job.warmUp, job.messages))}\n`);
process.exit();

/** Sends this many messages from `first` on, at the job's rate when it has one. */
function sendAtRate(first: number, messages: number): GeneratorResult {
  const begin = process.hrtime.bigint();
  let sent = 0;
  while (sent < messages) {
    const due = job.rate === undefined ? messages : Math.min(messages, dueNow(begin, job.rate));
    if (due - sent < Math.min(Math.max(job.burst, job.run), messages - sent)) pause();
    else sent = sendUntil(first + sent, first + due) - first;
  }
  return { sent, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
}

function dueNow(begin: bigint, rate: number): number {
  const elapsedSeconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const due = Math.floor(elapsedSeconds * rate) + job.run;
  return due - (due % job.run);
}

/** Sends messages `from` to before `until`; returns `until`. */
function sendUntil(from: number, until: number): number {
  let sent = datagramsOf(job.format, from);
  const last = datagramsOf(job.format, until);
  let refusals = 0;
  while (sent < last) {
    const end = Math.min(last, sent - (sent % batch.slots) + batch.slots);
    const count = batch.send(socketOf(sent), sent, end);
    if (count > 0) {
      sent += count;
      refusals = 0;
    } else if (count !== -ECONNREFUSED || ++refusals > MOST_REFUSALS) {
      throw new Error(`cannot send: error number ${-count}`);
    }
  }
  return until;
}

/** Each socket in turn sends from every address once. */
function socketOf(datagram: number): number {
  const { addresses } = endpointsOf(job);
  const turn = Math.floor(datagram / Math.max(addresses * job.run, batch.slots));
  return sockets[turn % sockets.length] as number;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TICK_MS);
}

function openSockets(system: SendCalls): readonly number[] {
  const { addresses, sockets: count } = endpointsOf(job);
  const own = addresses === 1 ? senderAddress(0).join('.') : '0.0.0.0';
  const source = encodeSocketAddress({ address: own, port: 0 });
  const target = encodeSocketAddress({ address: '127.0.0.1', port: job.port });
  return Array.from({ length: count }, () => {
    const fd = system.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bound = fd >= 0 && system.bind(fd, source, source.length) === 0;
    if (!bound || system.connect(fd, target, target.length) !== 0) {
      throw new Error(`cannot open a sender's socket: error number ${system.errno()}`);
    }
    return fd;
  });
}
