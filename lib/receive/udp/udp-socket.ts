import type { ListenAddress } from '../../config/source-config.ts';
import {
  SOCK_DGRAM,
  SOL_SOCKET,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_REUSEPORT,
  SO_TIMESTAMPNS,
} from '../../system/linux.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import { bindSocket, intOption, setIntOption } from '../bind-socket.ts';
import type { BoundAddress } from '../receiver.ts';

/** An open socket, by its descriptor; the opener closes it. */
export interface UdpSocket extends BoundAddress {
  readonly fd: number;
  /** Whether somebody else opened it: it is never closed here. */
  readonly isInherited?: boolean;
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
  const options: (readonly [number, number, number])[] = [[SOL_SOCKET, SO_TIMESTAMPNS, 1]];
  if (reusePort) options.push([SOL_SOCKET, SO_REUSEPORT, 1]);
  const socket = bindSocket(calls, listen, { type: SOCK_DGRAM, options });
  return {
    ...socket,
    receiveBufferBytes: askReceiveBuffer(calls, socket.fd, receiveBufferBytes),
  };
}

/** A UDP socket that somebody else bound. */
export function adoptUdpSocket(
  calls: SystemCalls,
  socket: { readonly fd: number } & ListenAddress,
  receiveBufferBytes: number,
): UdpSocket {
  const { fd, address, port } = socket;
  setIntOption(calls, fd, [SOL_SOCKET, SO_TIMESTAMPNS], 1);
  const granted = askReceiveBuffer(calls, fd, receiveBufferBytes);
  return { fd, address, port, receiveBufferBytes: granted, isInherited: true };
}

/** The kernel doubles what is asked for, for its own bookkeeping, and reports the double. */
function askReceiveBuffer(calls: SystemCalls, fd: number, bytes: number): number {
  if (setIntOption(calls, fd, [SOL_SOCKET, SO_RCVBUFFORCE], bytes) !== 0) {
    setIntOption(calls, fd, [SOL_SOCKET, SO_RCVBUF], bytes);
  }
  return (intOption(calls, fd, [SOL_SOCKET, SO_RCVBUF]) ?? 0) / 2;
}
