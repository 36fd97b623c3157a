import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { messageTemplates } from '../generator/message-template.ts';

const CHUNK_MESSAGES = 500;

/** Sends `messages` lines of RFC 3164 over this many connections, as fast as they are taken; resolves when the peer has them all. */
export async function sendOverTcp(
  port: number,
  { messages, connections }: { readonly messages: number; readonly connections: number },
): Promise<void> {
  const texts = messageTemplates('rfc3164', new Date(), false).map(({ text }) => text.trimEnd());
  const lines = Array.from(
    { length: CHUNK_MESSAGES },
    (_, index) => `${texts[index % texts.length]}\n`,
  );
  const chunk = Buffer.from(lines.join(''));
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let left = messages;
  await Promise.all(
    sockets.map(async (socket) => {
      while (left > 0) {
        const count = Math.min(CHUNK_MESSAGES, left);
        left -= count;
        const bytes =
          count === CHUNK_MESSAGES ? chunk : Buffer.from(lines.slice(0, count).join(''));
        if (!socket.write(bytes)) await once(socket, 'drain');
      }
      socket.end();
      await once(socket, 'close');
    }),
  );
}

async function open(port: number): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(port, '127.0.0.1');
    socket.resume();
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      // The peer may not listen yet.
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
