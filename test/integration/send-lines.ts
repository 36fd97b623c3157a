import { once } from 'node:events';
import { connect } from 'node:net';

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
