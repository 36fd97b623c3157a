/** Counts datagrams like counter.c, where no C compiler is. Arguments and output are the same. */
import { DatagramReader } from '../../lib/receive/udp/datagram-reader.ts';
import { POLLIN } from '../../lib/system/linux.ts';
import { loadSystemCalls } from '../../lib/system/system-calls.ts';
import { openUdpSockets } from '../../lib/receive/udp/udp-socket.ts';

/** How long a signal may wait for its handler. */
const POLL_MS = 200;

const [port, receiveBufferBytes] = process.argv.slice(2).map(Number);
if (port === undefined || receiveBufferBytes === undefined) process.exit(100);
const calls = loadSystemCalls();
const [socket] = openUdpSockets(calls, { address: '127.0.0.1', port }, receiveBufferBytes, 1);
if (socket === undefined) process.exit(111);
const reader = new DatagramReader(calls, 1024, 2048);
const descriptors = Buffer.alloc(8);
descriptors.writeInt32LE(socket.fd, 0);
descriptors.writeInt16LE(POLLIN, 4);
let count = 0;
process.once('SIGTERM', () => {
  process.stdout.write(`${count}\n`);
  process.exit();
});

function turn(fd: number): void {
  const waitUntil = performance.now() + POLL_MS;
  while (performance.now() < waitUntil && calls.poll(descriptors, 1, POLL_MS) > 0) {
    const received = reader.read(fd);
    if (received > 0) count += received;
  }
  setImmediate(turn, fd);
}
turn(socket.fd);
