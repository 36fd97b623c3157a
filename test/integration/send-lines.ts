import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Resolves when a connection has ended, also if it is reset: the relay ends those that it refuses. */
export function ended(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
  });
}

/** Sends lines over one TCP connection, or over one to a Unix socket, and closes it; resolves when the peer has closed it too. */
export async function sendLines(
  to: number | string,
  lines: readonly string[],
  end = '\n',
): Promise<void> {
  const socket = typeof to === 'string' ? connect(to) : connect(to, '127.0.0.1');
  await once(socket, 'connect');
  // What the peer sends is not wanted, but its end is.
  socket.resume();
  socket.end(lines.map((line) => `${line}${end}`).join(''));
  await once(socket, 'close');
}
