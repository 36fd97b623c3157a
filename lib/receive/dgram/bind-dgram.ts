import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { UdpSourceConfig } from '../../config/source-config.ts';
import type { BoundAddress } from '../receiver.ts';
import { duplicateOf } from '../../system/duplicate-of.ts';
import { SocketError } from '../socket-error.ts';

export interface BoundSocket {
  readonly socket: Socket;
  readonly bound: BoundAddress;
  /** What was asked for; the kernel may have granted less. */
  readonly askedBytes: number;
}

/** Binds a socket of Node's own for a source, or reads a duplicate of the socket `fd`, unless it is -1. Rejects with SocketError. */
export async function bindDgram(source: UdpSourceConfig, fd = -1): Promise<BoundSocket> {
  const { address, port } = source.listen;
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4' });
  try {
    if (fd >= 0) socket.bind({ fd: duplicateOf(fd) });
    else socket.bind({ address, port, exclusive: true });
    await once(socket, 'listening');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    socket.close();
    if (address === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) {
      return bindDgram({ ...source, listen: { address: '0.0.0.0', port } });
    }
    throw SocketError.ofBind(source, code);
  }
  const bound = { address, port: socket.address().port, receiveBufferBytes: 0 };
  return withReceiveBuffer({ socket, bound, askedBytes: 0 }, source.receiveBufferBytes);
}

/** Asks for another receive buffer, unless that is the one asked for before. */
export function withReceiveBuffer(before: BoundSocket, askedBytes: number): BoundSocket {
  if (before.askedBytes === askedBytes) return before;
  const { socket, bound } = before;
  askReceiveBuffer(socket, askedBytes);
  // The kernel doubles what is asked for, for its own bookkeeping, and reports the double.
  const receiveBufferBytes = socket.getRecvBufferSize() / 2;
  return { socket, bound: { ...bound, receiveBufferBytes }, askedBytes };
}

/** Some systems refuse what is above their limit in place of granting the limit: then half of it, and so on. */
function askReceiveBuffer(socket: Socket, bytes: number): void {
  for (let wanted = bytes; wanted > 4096; wanted /= 2) {
    try {
      socket.setRecvBufferSize(Math.floor(wanted));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_BUFFER_SIZE') throw error;
    }
  }
}
