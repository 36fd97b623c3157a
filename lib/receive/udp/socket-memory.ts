import {
  SK_MEMINFO_DROPS,
  SK_MEMINFO_RCVBUF,
  SK_MEMINFO_RMEM_ALLOC,
  SK_MEMINFO_VARS,
  SOL_SOCKET,
  SO_MEMINFO,
} from '../../system/linux.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

/** More than stays in the cache: what waits in the kernel longer than that costs up to twice as much to read … */
const DEEP_BYTES = 1024 * 1024;
/** … and how much of a small buffer. */
const DEEP_SHARE = 0.4;
/** What the kernel charges for a datagram is more than this, however short it is: it keeps a structure of this size for each. */
const LEAST_CHARGE_BYTES = 256;
/** Where the kernel says nothing. */
const UNKNOWN_WAITING = 65_536;

/** What the kernel says of the memory of sockets. Where it says nothing, nothing waits and nothing was dropped. */
export class SocketMemory {
  readonly #calls: SystemCalls;
  readonly #values = new Uint32Array(SK_MEMINFO_VARS);
  readonly #bytes = new Uint8Array(this.#values.buffer);
  readonly #length = new Uint8Array(4);

  constructor(calls: SystemCalls) {
    this.#calls = calls;
  }

  /** Datagrams the kernel dropped on a socket because its buffer was full, since it was opened. */
  drops(fd: number): number {
    this.#ask(fd);
    return this.#values[SK_MEMINFO_DROPS] as number;
  }

  /** Bytes of a socket's receive buffer in use, almost a kilobyte for a short datagram. What was just read counts for a while longer. */
  held(fd: number): number {
    this.#ask(fd);
    return this.#values[SK_MEMINFO_RMEM_ALLOC] as number;
  }

  /** Whether so much waits that reading should come first: datagrams come faster than they are taken. */
  isDeep(fd: number): boolean {
    const held = this.held(fd);
    const size = this.#values[SK_MEMINFO_RCVBUF] as number;
    return held > Math.min(DEEP_BYTES, DEEP_SHARE * size);
  }

  /** As many datagrams as can be waiting in a socket, or more. */
  mostWaiting(fd: number): number {
    const held = this.held(fd);
    if (this.#values[SK_MEMINFO_RCVBUF] === 0) return UNKNOWN_WAITING;
    return Math.ceil(held / LEAST_CHARGE_BYTES);
  }

  #ask(fd: number): void {
    this.#values.fill(0);
    this.#length[0] = this.#bytes.length;
    this.#calls.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, this.#bytes, this.#length);
  }
}
