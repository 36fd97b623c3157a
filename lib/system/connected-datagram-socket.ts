import { errorName } from './error-name.ts';
import { int32 } from './int32.ts';
import { SOCK_CLOEXEC, SOCK_DGRAM, SOL_SOCKET, SO_ERROR, SO_SNDBUF, SO_SNDTIMEO } from './linux.ts';
import type { SystemCalls } from './system-calls.ts';

/** A blocking call ends after this long, so that the thread sees when it is to stop. */
const SEND_TIMEOUT_MS = 100;
/** A datagram must fit into the send buffer; more lets the sender run ahead of the network. */
const SEND_BUFFER_BYTES = 1024 * 1024;

/** Opens a blocking datagram socket that is connected to an encoded address. Returns its descriptor, or the name of the error. */
export function connectDatagramSocket(calls: SystemCalls, address: Buffer): number | string {
  const fd = calls.socket(address.readUInt16LE(0), SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errorName(calls.errno());
  const timeout = new BigInt64Array([0n, BigInt(SEND_TIMEOUT_MS * 1000)]);
  calls.setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, new Uint8Array(timeout.buffer), 16);
  calls.setsockopt(fd, SOL_SOCKET, SO_SNDBUF, int32(SEND_BUFFER_BYTES), 4);
  if (calls.connect(fd, address, address.length) === 0) return fd;
  const error = errorName(calls.errno());
  calls.close(fd);
  return error;
}

/** The error that waits in a socket, such as that of an ICMP message, and which is cleared by that; 0 for none. */
export function pendingError(calls: SystemCalls, fd: number): number {
  const error = int32(0);
  return calls.getsockopt(fd, SOL_SOCKET, SO_ERROR, error, int32(4)) === 0
    ? error.readInt32LE()
    : 0;
}
