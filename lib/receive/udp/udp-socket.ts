import { isIPv6 } from 'node:net';
import type { ListenAddress } from '../../config/source-config.ts';
import { errorName } from '../../system/error-name.ts';
import { int32 } from '../../system/int32.ts';
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCKADDR_BYTES,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOL_SOCKET,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_REUSEPORT,
  SO_TIMESTAMPNS,
} from '../../system/linux.ts';
import type { BoundAddress } from '../receiver.ts';
import { encodeSocketAddress } from '../../system/socket-address.ts';
import { SocketError } from '../socket-error.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

/** An open socket, by its descriptor; the opener closes it. */
export interface UdpSocket extends BoundAddress {
  readonly fd: number;
}

/**
 * Opens and binds `count` non-blocking UDP sockets on one address. The first bind is exclusive: a second
 * process on the port is refused instead of sharing it (SO_REUSEPORT alone would split the datagrams without any error).
 * Throws SocketError; no descriptor stays open then.
 */
export function openUdpSockets(
  calls: SystemCalls,
  listen: ListenAddress,
  receiveBufferBytes: number,
  count: number,
): UdpSocket[] {
  const sockets: UdpSocket[] = [];
  try {
    let bound = listen;
    if (count > 1) {
      const probe = openOne(calls, listen, receiveBufferBytes, false);
      calls.close(probe.fd);
      bound = { address: probe.address, port: probe.port };
    }
    while (sockets.length < count) {
      sockets.push(openOne(calls, bound, receiveBufferBytes, count > 1));
    }
    return sockets;
  } catch (error) {
    for (const { fd } of sockets) calls.close(fd);
    throw error;
  }
}

/** Asks for another receive buffer on an open socket; what waits in it stays. */
export function withReceiveBuffer(calls: SystemCalls, socket: UdpSocket, bytes: number): UdpSocket {
  return { ...socket, receiveBufferBytes: askReceiveBuffer(calls, socket.fd, bytes) };
}

function openOne(
  calls: SystemCalls,
  listen: ListenAddress,
  receiveBufferBytes: number,
  reusePort: boolean,
): UdpSocket {
  const refuse = (): SocketError => SocketError.ofBind(listen, errorName(calls.errno()));
  const address = encodeAddress(listen);
  const family = isIPv6(listen.address) ? AF_INET6 : AF_INET;
  const fd = calls.socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    if (listen.address === '::') {
      return openOne(calls, { ...listen, address: '0.0.0.0' }, receiveBufferBytes, reusePort);
    }
    throw refuse();
  }
  if (family === AF_INET6) setOption(calls, fd, [IPPROTO_IPV6, IPV6_V6ONLY], 0);
  if (reusePort) setOption(calls, fd, [SOL_SOCKET, SO_REUSEPORT], 1);
  setOption(calls, fd, [SOL_SOCKET, SO_TIMESTAMPNS], 1);
  if (calls.bind(fd, address, address.length) !== 0) {
    const error = refuse();
    calls.close(fd);
    if (listen.address === '::' && error.code === 'EADDRNOTAVAIL') {
      return openOne(calls, { ...listen, address: '0.0.0.0' }, receiveBufferBytes, reusePort);
    }
    throw error;
  }
  return {
    fd,
    port: boundPort(calls, fd),
    address: listen.address,
    receiveBufferBytes: askReceiveBuffer(calls, fd, receiveBufferBytes),
  };
}

function encodeAddress(listen: ListenAddress): Buffer {
  try {
    return encodeSocketAddress(listen);
  } catch (error) {
    // The interface of a link-local address has no number.
    if (error instanceof Error && 'syscall' in error) throw SocketError.ofBind(listen, 'ENODEV');
    throw error;
  }
}

/** The kernel doubles what is asked for, for its own bookkeeping, and reports the double. */
function askReceiveBuffer(calls: SystemCalls, fd: number, bytes: number): number {
  if (setOption(calls, fd, [SOL_SOCKET, SO_RCVBUFFORCE], bytes) !== 0) {
    setOption(calls, fd, [SOL_SOCKET, SO_RCVBUF], bytes);
  }
  const value = int32(0);
  calls.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, value, int32(4));
  return value.readInt32LE(0) / 2;
}

function boundPort(calls: SystemCalls, fd: number): number {
  const address = Buffer.alloc(SOCKADDR_BYTES);
  calls.getsockname(fd, address, int32(address.length));
  return address.readUInt16BE(2);
}

/** An option with an integer value, as `[level, name]`. */
function setOption(
  calls: SystemCalls,
  fd: number,
  [level, name]: readonly [number, number],
  value: number,
): number {
  return calls.setsockopt(fd, level, name, int32(value), 4);
}
