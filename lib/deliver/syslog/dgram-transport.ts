import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type {
  DatagramAddress,
  DatagramJob,
  DatagramResult,
  DatagramTransport,
} from './datagram-transport.ts';
import { frameEnd, messageStart } from './frame-boundaries.ts';

/** A UDP socket of Node.js, where there are no system calls of our own. */
export class DgramTransport implements DatagramTransport {
  #socket: Socket | undefined;
  /** Of an ICMP message about an earlier datagram. */
  #error: string | undefined;

  async connect(address: DatagramAddress): Promise<string | undefined> {
    if ('path' in address) return 'ENOTSUP';
    await this.close();
    this.#error = undefined;
    const socket = createSocket(isIPv6(address.address) ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#error = error.code ?? error.message;
    });
    socket.connect(address.port, address.address);
    await once(socket, 'connect');
    return undefined;
  }

  async send({ bytes, from, used }: DatagramJob): Promise<DatagramResult> {
    let refused = 0;
    for (let at = from; at < used;) {
      const end = frameEnd(bytes, at, 'octet-counting');
      const error =
        this.#error ?? (await this.#sendOne(bytes.subarray(messageStart(bytes, at), end)));
      if (error === 'EMSGSIZE') refused++;
      else if (error !== undefined) return { at, refused, rejected: 0, error };
      at = end;
    }
    return { at: used, refused, rejected: 0, error: undefined };
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#socket = undefined;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }

  #sendOne(datagram: Uint8Array): Promise<string | undefined> {
    return new Promise((resolve) => {
      const done = (error: NodeJS.ErrnoException | null): void =>
        resolve(error === null ? undefined : (error.code ?? error.message));
      if (this.#socket === undefined) resolve('closed');
      else this.#socket.send(datagram, done);
    });
  }
}
