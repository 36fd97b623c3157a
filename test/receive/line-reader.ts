import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { SourceConfig } from '../../lib/config/source-config.ts';
import type { DatagramSink, SinkGroup } from '../../lib/receive/datagram-sink.ts';
import type { SourceInput } from '../../lib/receive/source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../../lib/receive/source-reader.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { pathOf } from './line-source.ts';

/** One listening socket and its connections. */
interface Listening {
  readonly server: Server;
  readonly connections: Set<Socket>;
  sink: DatagramSink | undefined;
}

/** Reads lines from Unix sockets; a sender that is not read waits. */
export class LineReader implements SourceReader<SourceConfig> {
  readonly #context: ReaderContext;
  readonly #key = new SenderKey();
  #listening = new Map<string, Listening>();
  /** Paths in the order of `open`. */
  #paths: readonly string[] = [];
  #isPaused = false;
  #received = 0;
  #connected = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  async open(sources: readonly ReaderSource<SourceConfig>[]): Promise<SourceInput[]> {
    const next = new Map<string, Listening>();
    for (const { config } of sources) {
      const path = pathOf(config);
      next.set(path, this.#listening.get(path) ?? (await this.#listen(path)));
      this.#context.opened(config.name, { address: path, port: 0, receiveBufferBytes: 0 });
    }
    const needless = [...this.#listening].filter(([path]) => !next.has(path));
    for (const [, listening] of needless) await this.#end(listening);
    this.#listening = next;
    this.#paths = sources.map(({ config }) => pathOf(config));
    return sources.map(({ input }) => input);
  }

  read(sinks: readonly DatagramSink[], _group: SinkGroup): void {
    for (const [index, path] of this.#paths.entries()) {
      const listening = this.#listening.get(path) as Listening;
      listening.sink = sinks[index];
      if (!this.#isPaused) for (const socket of listening.connections) socket.resume();
    }
  }

  pause(): void {
    this.#isPaused = true;
    for (const socket of this.#connections()) socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const socket of this.#connections()) socket.resume();
  }

  async close(): Promise<void> {
    for (const listening of this.#listening.values()) await this.#end(listening);
  }

  #connections(): Socket[] {
    return [...this.#listening.values()].flatMap(({ connections }) => [...connections]);
  }

  async #listen(path: string): Promise<Listening> {
    const server = createServer();
    const listening: Listening = { server, connections: new Set(), sink: undefined };
    server.on('connection', (socket) => this.#connect(listening, socket));
    server.listen(path);
    await once(server, 'listening');
    return listening;
  }

  /** Nothing is read before there is a sink. */
  #connect(listening: Listening, socket: Socket): void {
    const port = ++this.#connected;
    let rest = '';
    socket.on('data', (bytes) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(listening.sink as DatagramSink, `${line}\n`, port);
    });
    socket.on('close', () => listening.connections.delete(socket));
    socket.pause();
    listening.connections.add(socket);
    if (!this.#isPaused && listening.sink !== undefined) socket.resume();
  }

  #take(sink: DatagramSink, line: string, port: number): void {
    this.#received++;
    const bytes = Buffer.from(line);
    this.#key.setFromText('127.0.0.1', port, Number);
    sink.announce(1);
    const receivedUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    const range = { bytes, start: 0, end: bytes.length };
    const datagram = { ...range, receivedUs, isTruncated: false, isPlain: false };
    sink.datagram(datagram, this.#key, performance.now());
    this.#context.arrived();
  }

  /** What has arrived is read, unless senders are to wait. */
  async #end({ server, connections }: Listening): Promise<void> {
    server.close();
    for (let before = -1; before < this.#received;) {
      before = this.#received;
      for (let turn = 0; turn < 5; turn++) await setImmediate();
    }
    for (const socket of connections) socket.destroy();
  }
}
