import type { RemoteInfo, Socket } from 'node:dgram';
import type { UdpSourceConfig } from '../../config/source-config.ts';
import type { ScopeNames } from '../../senders/scope-names.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import { socketKey } from '../socket-key.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../source-reader.ts';
import { bindDgram, withReceiveBuffer, type BoundSocket } from './bind-dgram.ts';

/** How long it may take to read what has arrived before sockets are closed, in turns of the event loop. */
const DRAIN_TURNS = 10_000;

interface Listening {
  readonly socket: Socket;
  readonly listener: (bytes: Buffer, from: RemoteInfo) => void;
}

/** A datagram that came before there was a sink for it. */
interface Early {
  readonly bytes: Buffer;
  readonly from: RemoteInfo;
}

/** Reads UDP sockets of Node's own. Senders of UDP cannot be made to wait, so it is never paused. */
export class DgramReader implements SourceReader<UdpSourceConfig> {
  readonly #context: ReaderContext;
  readonly #key = new SenderKey();
  #sockets = new Map<string, BoundSocket>();
  #reading: Listening[] = [];
  /** By socket, in the order of arrival. */
  #early = new Map<Socket, Early[]>();
  #sources: readonly UdpSourceConfig[] = [];
  #received = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  async open(sources: readonly ReaderSource<UdpSourceConfig>[]): Promise<SourceInput[]> {
    const next = new Map<string, BoundSocket>();
    const opened: SourceInput[] = [];
    for (const { config, input } of sources) {
      // The port of the input is the one bound before, where port 0 was asked for.
      const wanted = { ...config, listen: { ...config.listen, port: input.port } };
      const known = this.#sockets.get(socketKey(config));
      const socket =
        known === undefined
          ? this.#keepEarly(await bindDgram(wanted, input.fd))
          : withReceiveBuffer(known, config.receiveBufferBytes);
      next.set(socketKey(config), socket);
      opened.push({ ...input, port: socket.bound.port });
      this.#context.opened(config.name, socket.bound);
    }
    const old = this.#sockets;
    this.#sockets = next;
    const needless = [...old].filter(([key]) => !next.has(key));
    if (needless.length > 0) await this.#readArrived();
    for (const [, { socket }] of needless) socket.close();
    this.#sources = sources.map(({ config }) => config);
    return opened;
  }

  read(sinks: readonly DatagramSink[], { scopes }: SinkGroup): void {
    for (const { socket, listener } of this.#reading) socket.off('message', listener);
    this.#reading = this.#sources.flatMap((source, index) => {
      const socket = this.#sockets.get(socketKey(source))?.socket;
      const sink = sinks[index];
      if (socket === undefined || sink === undefined) return [];
      const listener = (bytes: Buffer, from: RemoteInfo): void =>
        this.#take(sink, scopes, bytes, from);
      for (const { bytes, from } of this.#early.get(socket) ?? []) listener(bytes, from);
      socket.on('message', listener);
      return [{ socket, listener }];
    });
    this.#early = new Map();
  }

  async close(): Promise<void> {
    await this.#readArrived();
    for (const { socket } of this.#sockets.values()) socket.close();
  }

  /** Node reads as soon as a socket is bound. */
  #keepEarly(bound: BoundSocket): BoundSocket {
    const { socket } = bound;
    const early: Early[] = [];
    const listener = (bytes: Buffer, from: RemoteInfo): void => void early.push({ bytes, from });
    socket.on('message', listener);
    this.#early.set(socket, early);
    this.#reading.push({ socket, listener });
    return bound;
  }

  async #readArrived(): Promise<void> {
    for (let turn = 0; turn < DRAIN_TURNS; turn++) {
      const before = this.#received;
      // Two turns: the first may have begun before the sockets were looked at.
      for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
      if (this.#received === before) break;
    }
  }

  #take(sink: DatagramSink, scopes: ScopeNames, bytes: Buffer, from: RemoteInfo): void {
    this.#received++;
    this.#key.setFromText(from.address, from.port, (name) => scopes.numberOf(name));
    sink.announce(1);
    // Node tells no time of arrival; this is when it was read.
    const receivedUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    const datagram = {
      bytes,
      start: 0,
      end: bytes.length,
      receivedUs,
      isTruncated: false,
      isPlain: false,
    };
    sink.datagram(datagram, this.#key, performance.now());
    this.#context.arrived();
  }
}
