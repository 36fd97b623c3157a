import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { ServerTlsConfig } from '../../config/source-config.ts';
import type { TlsFiles } from '../source-input.ts';
import { clientProblem, handshakeProblem } from './tls-client-problem.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface HandshakeEvents {
  /** The client is accepted; nothing was read from it yet. */
  secured(socket: TLSSocket, raw: Socket): void;
  /** The connection is closed. `cause`: the reason and its fix. */
  failed(raw: Socket, cause: string): void;
}

/**
 * TLS handshakes with clients that have connected. Node's server does not report why it rejects a certificate; so it accepts all of them,
 * and each is judged here before a byte is read.
 */
export class TlsHandshakes {
  readonly #events: HandshakeEvents;
  /** Connections whose handshake goes on. */
  readonly #raw = new Set<Socket>();
  #server: Server;

  constructor(config: ServerTlsConfig, files: TlsFiles, events: HandshakeEvents) {
    this.#events = events;
    this.#server = this.#createServer(config, files);
  }

  /** Uses other settings and files for the next handshakes. */
  update(config: ServerTlsConfig, files: TlsFiles): void {
    this.#server = this.#createServer(config, files);
  }

  /** Begins with a client that has connected. */
  begin(raw: Socket): void {
    this.#raw.add(raw);
    // By this event sockets are injected that another server accepted.
    this.#server.emit('connection', raw);
  }

  /** Ends handshakes that go on. */
  close(): void {
    const open = [...this.#raw];
    this.#raw.clear();
    for (const raw of open) raw.destroy();
  }

  #createServer(config: ServerTlsConfig, { cert, key, ca }: TlsFiles): Server {
    const { clientCertificates, minVersion } = config;
    const server = createServer({
      cert,
      key,
      ...(ca === undefined ? {} : { ca }),
      minVersion,
      requestCert: clientCertificates !== 'none',
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    server.on('secureConnection', (socket) => this.#judge(socket, clientCertificates));
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      const raw = rawOf(socket);
      socket.destroy();
      // Not those that are ended here.
      if (this.#raw.delete(raw)) this.#events.failed(raw, handshakeProblem(error));
    });
    return server;
  }

  #judge(socket: TLSSocket, wanted: ServerTlsConfig['clientCertificates']): void {
    const raw = rawOf(socket);
    // Resets of the connection: 'close' follows.
    socket.on('error', () => undefined);
    this.#raw.delete(raw);
    const problem = clientProblem(socket, wanted);
    if (problem === undefined) {
      this.#events.secured(socket, raw);
      return;
    }
    socket.destroy();
    this.#events.failed(raw, problem);
  }
}

/** The connection below a TLS socket: after an error the socket itself has no address any more. */
function rawOf(socket: TLSSocket): Socket {
  const { _parent: raw } = socket as unknown as { readonly _parent?: Socket };
  return raw ?? socket;
}
