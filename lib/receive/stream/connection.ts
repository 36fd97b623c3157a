import type { Socket } from 'node:net';
import type { ConnectionsConfig } from '../../config/source-config.ts';
import type { SenderKey } from '../../senders/sender-key.ts';
import type { DatagramSink } from '../datagram-sink.ts';
import { MessageStream } from './message-stream.ts';

/** Dead peers are found after this time, and the kernel's probes: an idle connection says nothing otherwise. */
const KEEP_ALIVE_MS = 60_000;

export interface ConnectionEvents {
  /** This many messages were passed to the sink. */
  arrived(messages: number): void;
  /** It is closed, and all its messages are passed on. */
  closed(connection: Connection): void;
}

/** One connection of a stream source. */
export class Connection {
  readonly #socket: Socket;
  readonly #messages: MessageStream;
  readonly #events: ConnectionEvents;
  #idleTimeoutMs: number;
  #isPaused = false;
  #isClosed = false;
  /** Bytes that were read. */
  received = 0;

  /** Reads `socket` at once. `sink` counts the connection. */
  constructor(
    socket: Socket,
    config: ConnectionsConfig,
    { key, sink }: { readonly key: SenderKey; readonly sink: DatagramSink },
    events: ConnectionEvents,
  ) {
    this.#socket = socket;
    this.#messages = new MessageStream(config, key, sink);
    this.#events = events;
    this.#idleTimeoutMs = config.idleTimeoutMs;
    sink.connection('accepted');
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setTimeout(this.#idleTimeoutMs);
    socket.on('timeout', () => this.#onIdle());
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.length;
      const messages = this.#messages.push(chunk);
      if (messages > 0) this.#events.arrived(messages);
    });
    socket.on('close', () => this.close());
  }

  /** Uses another sink and other settings after a reload; framing stays. */
  adopt(sink: DatagramSink, { idleTimeoutMs }: ConnectionsConfig): void {
    if (sink !== this.#messages.sink) {
      this.#messages.sink.connection('left');
      sink.connection('joined');
      this.#messages.sink = sink;
    }
    if (idleTimeoutMs === this.#idleTimeoutMs) return;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#socket.setTimeout(idleTimeoutMs);
  }

  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#isPaused) this.#socket.setTimeout(this.#idleTimeoutMs);
    this.#isPaused = false;
    this.#socket.resume();
  }

  /** Closes it; the rest of what it sent is a message. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { sink, key } = this.#messages;
    const messages = this.#messages.finish();
    sink.closed(key, performance.now());
    this.#socket.removeAllListeners('data');
    this.#socket.destroySoon();
    this.#events.closed(this);
    this.#events.arrived(messages);
  }

  /** Only the sender's silence counts, not that it must wait. */
  #onIdle(): void {
    if (this.#isPaused) return;
    this.#messages.sink.connection('idle');
    this.close();
  }
}
