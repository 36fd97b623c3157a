import type { RemoteInfo, Socket } from 'node:dgram';
import type { UdpSourceConfig } from '../../config/source-config.ts';
import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import { bindDgram, withReceiveBuffer, type BoundSocket } from './bind-dgram.ts';
import type { BoundAddress } from '../receiver.ts';
import { ScopeNames } from '../../senders/scope-names.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import { socketKey } from '../socket-key.ts';
import type { SourceInput } from '../source-input.ts';

/** Batches are handed over at most this often. */
const HAND_OVER_EVERY_MS = 5;
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

/** Reads sockets of Node's own, and wakes for deadlines. */
export class DgramLoop {
  readonly #onBound: (input: SourceInput, bound: BoundAddress) => void;
  readonly #key = new SenderKey();
  #sockets = new Map<string, BoundSocket>();
  #reading: Listening[] = [];
  /** By socket, in the order of arrival. */
  #early = new Map<Socket, Early[]>();
  #sources: readonly UdpSourceConfig[] = [];
  #group: SinkGroup | undefined;
  #scopes = new ScopeNames(new Map());
  #timer: NodeJS.Timeout | undefined;
  #handedOverMs = 0;
  #received = 0;

  constructor(onBound: (input: SourceInput, bound: BoundAddress) => void) {
    this.#onBound = onBound;
  }

  /** Binds what is not bound yet. `inputs`: by source. Returns them with the ports that were bound. */
  async bind(
    sources: readonly UdpSourceConfig[],
    inputs: readonly SourceInput[],
  ): Promise<SourceInput[]> {
    const next = new Map<string, BoundSocket>();
    const opened: SourceInput[] = [];
    for (const [index, source] of sources.entries()) {
      // The port of the input is the one bound before, where port 0 was asked for.
      const port = inputs[index]?.port ?? source.listen.port;
      const wanted = { ...source, listen: { ...source.listen, port } };
      const known = this.#sockets.get(socketKey(source));
      const socket =
        known === undefined
          ? this.#keepEarly(await bindDgram(wanted))
          : withReceiveBuffer(known, source.receiveBufferBytes);
      next.set(socketKey(source), socket);
      const input = { fd: -1, source: index, port: socket.bound.port };
      opened.push(input);
      this.#onBound(input, socket.bound);
    }
    const old = this.#sockets;
    this.#sockets = next;
    const needless = [...old].filter(([key]) => !next.has(key));
    if (needless.length > 0) await this.#readArrived();
    for (const [, { socket }] of needless) socket.close();
    this.#sources = sources;
    return opened;
  }

  /** Passes datagrams to the sinks of `group`, by source, from now on. */
  read(group: SinkGroup): void {
    this.#group = group;
    this.#scopes = group.scopes;
    for (const { socket, listener } of this.#reading) socket.off('message', listener);
    const sinks = group.sinks();
    this.#reading = this.#sources.flatMap((source, index) => {
      const socket = this.#sockets.get(socketKey(source))?.socket;
      const sink = sinks[index];
      if (socket === undefined || sink === undefined) return [];
      const listener = (bytes: Buffer, from: RemoteInfo): void => this.#take(sink, bytes, from);
      for (const { bytes, from } of this.#early.get(socket) ?? []) listener(bytes, from);
      socket.on('message', listener);
      return [{ socket, listener }];
    });
    this.#early = new Map();
    this.#look();
  }

  /** Reads what has arrived, and closes the sockets. */
  async close(): Promise<void> {
    await this.#readArrived();
    clearTimeout(this.#timer);
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

  #take(sink: DatagramSink, bytes: Buffer, from: RemoteInfo): void {
    this.#received++;
    this.#key.setFromText(from.address, from.port, (name) => this.#scopes.numberOf(name));
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
    this.#timer ??= setTimeout(() => this.#look(), this.#untilHandOver());
  }

  #untilHandOver(): number {
    return Math.max(0, this.#handedOverMs + HAND_OVER_EVERY_MS - performance.now());
  }

  /** Gives up on what is overdue, hands over what is there, and sets the time of the next look. */
  #look(): void {
    const group = this.#group;
    if (group === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const nowMs = performance.now();
    const deadline = group.expire(nowMs);
    if (!group.isEmpty) {
      this.#handedOverMs = nowMs;
      group.flush();
    }
    if (deadline === undefined) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(1, deadline - nowMs));
  }
}
