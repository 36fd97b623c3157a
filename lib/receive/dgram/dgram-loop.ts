import type { RemoteInfo, Socket } from 'node:dgram';
import type { Intake } from '../../pipeline/intake.ts';
import type { ShardPipeline } from '../../shard/shard-pipeline.ts';
import { bindDgram, withReceiveBuffer, type BoundSocket } from './bind-dgram.ts';
import type { BoundAddress } from '../receiver.ts';
import { ScopeNames } from '../../senders/scope-names.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import type { ShardSettings, ShardSocket } from '../../shard/shard-messages.ts';
import { socketKey } from '../socket-key.ts';

/** Batches are handed over at most this often. */
const HAND_OVER_EVERY_MS = 5;
/** How long it may take to read what has arrived before sockets are closed, in turns of the event loop. */
const DRAIN_TURNS = 10_000;

interface Listening {
  readonly socket: Socket;
  readonly listener: (bytes: Buffer, from: RemoteInfo) => void;
}

/** A datagram that came before there was an intake for it. */
interface Early {
  readonly bytes: Buffer;
  readonly from: RemoteInfo;
}

/** Reads sockets of Node's own, and wakes for deadlines. */
export class DgramLoop {
  readonly #onBound: (socket: ShardSocket, bound: BoundAddress) => void;
  readonly #key = new SenderKey();
  #sockets = new Map<string, BoundSocket>();
  #reading: Listening[] = [];
  /** By socket, in the order of arrival. */
  #early = new Map<Socket, Early[]>();
  #settings: ShardSettings | undefined;
  #pipeline: ShardPipeline | undefined;
  #scopes = new ScopeNames(new Map());
  #timer: NodeJS.Timeout | undefined;
  #handedOverMs = 0;
  #received = 0;

  constructor(onBound: (socket: ShardSocket, bound: BoundAddress) => void) {
    this.#onBound = onBound;
  }

  /** Binds what is not bound yet. Returns the settings with the ports that came of it. */
  async bind(settings: ShardSettings): Promise<ShardSettings> {
    const next = new Map<string, BoundSocket>();
    const sockets: ShardSocket[] = [];
    for (const [index, source] of settings.config.sources.entries()) {
      // The port in the settings is the one bound before, where port 0 was asked for.
      const port = settings.sockets[index]?.port ?? source.listen.port;
      const wanted = { ...source, listen: { ...source.listen, port } };
      const known = this.#sockets.get(socketKey(source));
      const socket =
        known === undefined
          ? this.#keepEarly(await bindDgram(wanted))
          : withReceiveBuffer(known, source.receiveBufferBytes);
      next.set(socketKey(source), socket);
      const told = { fd: -1, source: index, port: socket.bound.port };
      sockets.push(told);
      this.#onBound(told, socket.bound);
    }
    const old = this.#sockets;
    this.#sockets = next;
    const needless = [...old].filter(([key]) => !next.has(key));
    if (needless.length > 0) await this.#readArrived();
    for (const [, { socket }] of needless) socket.close();
    this.#settings = { ...settings, sockets };
    return this.#settings;
  }

  /** Gives datagrams to the intakes of `pipeline` from now on. */
  read(pipeline: ShardPipeline): void {
    this.#pipeline = pipeline;
    this.#scopes = pipeline.scopes;
    for (const { socket, listener } of this.#reading) socket.off('message', listener);
    const intakes = pipeline.intakes();
    const sources = this.#settings?.config.sources ?? [];
    this.#reading = sources.flatMap((source, index) => {
      const socket = this.#sockets.get(socketKey(source))?.socket;
      const intake = intakes[index];
      if (socket === undefined || intake === undefined) return [];
      const listener = (bytes: Buffer, from: RemoteInfo): void => this.#take(intake, bytes, from);
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

  #take(intake: Intake, bytes: Buffer, from: RemoteInfo): void {
    this.#received++;
    this.#key.setFromText(from.address, from.port, (name) => this.#scopes.numberOf(name));
    intake.announce(1);
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
    intake.datagram(datagram, this.#key, performance.now());
    this.#timer ??= setTimeout(() => this.#look(), this.#untilHandOver());
  }

  #untilHandOver(): number {
    return Math.max(0, this.#handedOverMs + HAND_OVER_EVERY_MS - performance.now());
  }

  /** Gives up on what is overdue, hands over what is there, and sets the time of the next look. */
  #look(): void {
    const pipeline = this.#pipeline;
    if (pipeline === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const nowMs = performance.now();
    const deadline = pipeline.expire(nowMs);
    if (!pipeline.isEmpty) {
      this.#handedOverMs = nowMs;
      pipeline.flush();
    }
    if (deadline === undefined) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(1, deadline - nowMs));
  }
}
