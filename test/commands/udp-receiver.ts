import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface Received {
  readonly text: string;
  readonly address: string;
  readonly port: number;
}

/** A real UDP socket on a free port of 127.0.0.1 that keeps what it hears. */
export interface UdpReceiver {
  /** `HOST:PORT`. */
  readonly to: string;
  readonly port: number;
  /** Resolves with what came once `count` datagrams are there. */
  take(count: number): Promise<readonly Received[]>;
  close(): void;
}

export async function openUdpReceiver(address = '127.0.0.1'): Promise<UdpReceiver> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const received: Received[] = [];
  socket.on('message', (bytes, from) => {
    received.push({ text: bytes.toString(), address: from.address, port: from.port });
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    to: address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
    port,
    async take(count) {
      while (received.length < count) await once(socket, 'message');
      return received.splice(0);
    },
    close: () => void socket.close(),
  };
}

/** A stderr that keeps what is written to it. */
export class Output {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
