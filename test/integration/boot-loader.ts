import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A small UDP echo that behaves like U-Boot's netconsole: a byte a datagram, CR LF at line ends, a prompt without newline. It
 * answers to `version`, and to `colour` with an escape sequence.
 */
export class BootLoader {
  readonly port: number;
  /** Every datagram, as latin1 text. */
  readonly received: string[] = [];
  readonly #socket: Socket;
  #line = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (bytes, from) => {
      this.received.push(bytes.toString('latin1'));
      for (const byte of bytes) this.#key(String.fromCharCode(byte), from);
    });
  }

  static async start(address: string): Promise<BootLoader> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new BootLoader(socket);
  }

  close(): void {
    this.#socket.close();
  }

  #key(key: string, from: RemoteInfo): void {
    if (key === '\u0003') this.#line = '';
    if (key === '\r' || key === '\u0003') {
      const answers: Readonly<Record<string, string>> = {
        version: 'U-Boot 2023.01\r\n',
        colour: '\u001b[1;31mred\u001b[0m\r\n',
      };
      const interrupt = key === '\r' ? '' : '<INTERRUPT>';
      this.#print(`${interrupt}\r\n${answers[this.#line] ?? ''}=> `, from);
      this.#line = '';
    } else {
      this.#line += key;
      this.#print(key, from);
    }
  }

  #print(text: string, { address, port }: RemoteInfo): void {
    for (const byte of Buffer.from(text)) this.#socket.send(Uint8Array.of(byte), port, address);
  }
}
