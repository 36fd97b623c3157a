import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type {
  TcpSourceConfig,
  TlsSourceConfig,
  UnixStreamSourceConfig,
} from '../../config/source-config.ts';
import { AddressSet } from '../../event/address-set.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import type { ScopeNames } from '../../senders/scope-names.ts';
import { duplicateOf } from '../../system/duplicate-of.ts';
import { errorTextOf } from '../../system/error-text.ts';
import { peerCredentials } from '../../system/peer-credentials.ts';
import { formatEndpoint } from '../../system/socket-address.ts';
import type { DatagramSink } from '../datagram-sink.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext } from '../source-reader.ts';
import { Connection } from './connection.ts';
import { CONNECTION_BACKLOG } from './tcp-sockets.ts';
import { TlsHandshakes } from './tls-handshakes.ts';

export type StreamConfig = TcpSourceConfig | TlsSourceConfig | UnixStreamSourceConfig;

/** Turns of the event loop in which what has arrived is read before connections are closed; what comes meanwhile may have no end. */
const DRAIN_TURNS = 100;

/** One listening socket and its connections. */
export class StreamListener {
  readonly #context: ReaderContext;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #handshakes: TlsHandshakes | undefined;
  #config: StreamConfig;
  #allow: AddressSet | undefined;
  #sink: DatagramSink | undefined;
  #scopes: ScopeNames | undefined;
  /** Accepted before there was a sink. */
  #early: Socket[] = [];
  #isPaused: boolean;
  #accepted = 0;
  /** Bytes read from connections that are closed. */
  #received = 0;

  /** Nothing is read before `read`. */
  constructor(config: StreamConfig, context: ReaderContext, isPaused: boolean) {
    this.#config = config;
    this.#context = context;
    this.#isPaused = isPaused;
    this.#server = createServer({ noDelay: false });
    this.#server.on('connection', (socket) => this.#accept(socket));
    this.#server.on('error', (error) => {
      const { name } = this.#config;
      context.report('warn', `source ${name}: cannot accept a connection: ${errorTextOf(error)}`);
    });
    this.#server.on('drop', () => this.#sink?.connection('limited'));
  }

  /** Listens on a duplicate of the socket of `input`, or where `config` says if that has none. Returns the local port. */
  async listen({ fd, port }: SourceInput): Promise<number> {
    const where =
      fd >= 0 || !('listen' in this.#config)
        ? { fd: duplicateOf(fd) }
        : { host: this.#config.listen.address, port, exclusive: true };
    this.#server.listen({ ...where, backlog: CONNECTION_BACKLOG });
    await once(this.#server, 'listening');
    return port;
  }

  /** Uses these settings for the next connections. */
  update(config: StreamConfig, { tls }: SourceInput): void {
    this.#config = config;
    this.#allow = config.allow === undefined ? undefined : new AddressSet(config.allow);
    this.#server.maxConnections = config.maxConnections;
    if (config.type !== 'tls' || tls === undefined) return;
    if (this.#handshakes !== undefined) this.#handshakes.update(config.tls, tls);
    else {
      this.#handshakes = new TlsHandshakes(config.tls, tls, {
        secured: (socket, raw) => this.#connect(socket, raw),
        failed: (raw, cause) => this.#onFailed(raw, cause),
      });
    }
  }

  /** Passes on what arrives to `sink` from now on. */
  read(sink: DatagramSink, scopes: ScopeNames): void {
    this.#sink = sink;
    this.#scopes = scopes;
    for (const connection of this.#connections) connection.adopt(sink, this.#config);
    for (const socket of this.#early.splice(0)) this.#accept(socket);
  }

  pause(): void {
    this.#isPaused = true;
    for (const connection of this.#connections) connection.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const connection of this.#connections) connection.resume();
  }

  /** Reads what has arrived, also while paused, and closes everything. */
  async close(): Promise<void> {
    this.#isPaused = false;
    for (let turn = 0, before = -1; turn < DRAIN_TURNS && before < this.#total(); turn++) {
      before = this.#total();
      // A connection that is full is paused again by Node itself.
      for (const connection of this.#connections) connection.resume();
      // The first turn may have begun before the sockets were looked at.
      for (let i = 0; i < 3; i++) await setImmediate();
    }
    this.#server.close();
    for (const socket of this.#early.splice(0)) socket.destroy();
    this.#handshakes?.close();
    for (const connection of this.#connections) connection.close();
  }

  #total(): number {
    let sum = this.#received + this.#accepted;
    for (const { received } of this.#connections) sum += received;
    return sum;
  }

  #accept(socket: Socket): void {
    // Resets of the connection: 'close' follows.
    if (socket.listenerCount('error') === 0) socket.on('error', () => undefined);
    if (this.#sink === undefined) {
      this.#early.push(socket);
      return;
    }
    const key = this.#keyOf(socket);
    // It was reset before it was accepted.
    if (key === undefined) socket.destroy();
    else if (this.#allow !== undefined && !this.#allow.containsKey(key)) {
      this.#sink.connection('refused');
      socket.destroy();
    } else if (this.#handshakes === undefined) this.#open(socket, key, this.#sink);
    else this.#handshakes.begin(socket);
  }

  #connect(socket: TLSSocket, raw: Socket): void {
    const key = this.#keyOf(raw);
    if (key === undefined || this.#sink === undefined) socket.destroy();
    else this.#open(socket, key, this.#sink);
  }

  #open(socket: Socket, key: SenderKey, sink: DatagramSink): void {
    this.#accepted++;
    const connection = new Connection(
      socket,
      this.#config,
      { key, sink },
      {
        arrived: (messages) => this.#context.arrived(messages),
        closed: (closed) => {
          this.#connections.delete(closed);
          this.#received += closed.received;
        },
      },
    );
    this.#connections.add(connection);
    if (this.#isPaused) connection.pause();
  }

  #onFailed(raw: Socket, cause: string): void {
    this.#sink?.connection('handshake-failed');
    const { remoteAddress = 'a client that is gone', remotePort } = raw;
    const peer =
      remotePort === undefined
        ? remoteAddress
        : formatEndpoint({ address: remoteAddress.replace('::ffff:', ''), port: remotePort });
    this.#context.report('warn', `source ${this.#config.name}: refused ${peer}: ${cause}`);
  }

  #keyOf(socket: Socket): SenderKey | undefined {
    const key = new SenderKey();
    if (this.#config.type === 'unix-stream') {
      const { pid, uid } = peerCredentials(socket);
      key.setLocal(this.#accepted + 1, pid, uid);
      return key;
    }
    const { remoteAddress = '', remotePort = 0 } = socket;
    const numberOf = (name: string): number => this.#scopes?.numberOf(name) ?? 0;
    return key.setFromText(remoteAddress, remotePort, numberOf) ? key : undefined;
  }
}
