import type { Socket } from 'node:dgram';
import { setImmediate } from 'node:timers/promises';
import { formatEndpoint } from '../system/socket-address.ts';
import type { Recorded, RecordedSource } from '../recording/recording.ts';
import { CommandError, WRONG_USE, refused, systemCode } from './command-error.ts';
import { connectSocket, type UdpTarget } from './udp-target.ts';

/** Datagrams handed to the kernel before the event loop takes a turn. */
const WINDOW = 64;

/**
 * Sends recorded datagrams to one target: from one socket, or from one for each recorded sender.
 * Recorded senders are represented by 127.0.0.1, 127.0.0.2, … in order of first appearance, with their
 * recorded ports where those are free.
 */
export class ReplaySockets {
  /** Datagrams the system accepted. */
  sent = 0;
  /** Refusals, also those that came as an answer to a datagram sent. */
  refusals = 0;
  /** The code of the first refusal. */
  firstRefusal: string | undefined = undefined;
  readonly #target: UdpTarget;
  readonly #fromSources: boolean;
  readonly #sockets = new Map<string, Socket>();
  readonly #addresses = new Map<string, string>();
  #pending = 0;
  #isRefused = false;
  #wake: (() => void) | undefined = undefined;

  /** Throws CommandError when recorded senders cannot be stood for. */
  constructor(target: UdpTarget, fromSources: boolean) {
    if (fromSources && target.type === 'udp6') {
      const what = `Cannot send to ${formatEndpoint(target)} from 127.0.0.x`;
      throw new CommandError(
        `${what}: it is an IPv6 address; name an IPv4 address, or leave --from-sources out`,
        WRONG_USE,
      );
    }
    this.#target = target;
    this.#fromSources = fromSources;
  }

  /** Hands a datagram to the kernel; waits when a window of them is on its way. Throws CommandError when no socket can be had. */
  async send({ source, bytes }: Recorded): Promise<void> {
    const socket = await this.#socketFor(this.#fromSources ? source : undefined);
    this.#pending++;
    socket.send(bytes, (error) => {
      if (error === null) this.sent++;
      else this.#refuse(error);
      this.#pending--;
      if (this.#pending === 0) this.#wake?.();
    });
    if (this.#pending >= WINDOW) await this.#idle();
  }

  /** Resolves when the kernel took or refused every datagram, and answers that come at once are seen. */
  async settled(): Promise<void> {
    if (this.#pending > 0) await this.#idle();
    await setImmediate();
    await setImmediate();
  }

  /** Whether a datagram was refused for a reason that further ones share: all but a full queue of the network device. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  async #idle(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #socketFor(source: RecordedSource | undefined): Promise<Socket> {
    const key = source === undefined ? '' : formatEndpoint(source);
    const known = this.#sockets.get(key);
    if (known !== undefined) return known;
    const socket = await this.#open(source);
    socket.on('error', (error) => this.#refuse(error));
    this.#sockets.set(key, socket);
    return socket;
  }

  async #open(source: RecordedSource | undefined): Promise<Socket> {
    try {
      if (source === undefined) return await connectSocket(this.#target);
      const address = this.#standIn(source.address);
      try {
        return await connectSocket(this.#target, { address, port: source.port });
      } catch (error) {
        if (!['EADDRINUSE', 'EACCES'].includes(systemCode(error) ?? '')) throw error;
        return await connectSocket(this.#target, { address, port: 0 });
      }
    } catch (error) {
      throw refused(`Cannot open a socket to ${formatEndpoint(this.#target)}`, error, {
        EMFILE: 'raise the limit of open files: each recorded sender takes one',
        EINVAL: 'from 127.0.0.x only addresses of this machine are reached',
      });
    }
  }

  #standIn(address: string): string {
    const known = this.#addresses.get(address);
    if (known !== undefined) return known;
    const number = this.#addresses.size + 1;
    const local = `127.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    this.#addresses.set(address, local);
    return local;
  }

  #refuse(error: Error): void {
    this.refusals++;
    const code = systemCode(error) ?? error.message;
    this.firstRefusal ??= code;
    this.#isRefused ||= code !== 'ENOBUFS';
  }
}
