/** The bare receiver: one thread receives and writes lines into batches, another puts them into files. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { openUdpSockets } from '../../../lib/receive/udp/udp-socket.ts';

const [port, directory, receiveBufferBytes] = process.argv.slice(2);
const address = { address: '127.0.0.1', port: Number(port) };
const [socket] = openUdpSockets(loadSystemCalls(), address, Number(receiveBufferBytes), 1);
if (socket === undefined) process.exit(111);

const { port1, port2 } = new MessageChannel();
const stop = new Int32Array(new SharedArrayBuffer(4));
const writer = new Worker(new URL('writer.ts', import.meta.url), {
  workerData: { directory, batches: port2 },
  transferList: [port2],
});
const shard = new Worker(new URL('shard.ts', import.meta.url), {
  workerData: { fd: socket.fd, batches: port1, stop },
  transferList: [port1],
});
shard.once('online', () => process.stderr.write('ready\n'));
writer.once('message', () => process.exit());
process.once('SIGTERM', () => Atomics.store(stop, 0, 1));
