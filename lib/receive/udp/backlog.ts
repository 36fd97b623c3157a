import { PACKER_SLACK, type Packer } from './packer.ts';
import type { ReceivedDatagram } from './received-datagram.ts';
import { HUGE_PAGE_BYTES, ReservedMemory } from '../../system/reserved-memory.ts';
import { MAPPED_PREFIX, type SenderKey } from '../../senders/sender-key.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

const CHUNK_BYTES = HUGE_PAGE_BYTES;
const MAX_BYTES = 64 * CHUNK_BYTES;
/** Memory is kept this long after the last burst, and some of it always: the next one is seldom far. */
const REST_AFTER_MS = 10_000;

/** Words of a record before its bytes: length and bits, and a socket's index below 4096 … */
const LENGTH = 0;
const LENGTH_BITS = 17;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;
const IS_TRUNCATED = 1 << 17;
const IS_V6 = 1 << 18;
const IS_PLAIN = 1 << 19;
const SOCKET_SHIFT = 20;
const PORT = 1;
/** … arrival as a double at 8, when it was read, in sixteenths of a millisecond of the burst (74 hours at most), and the sender's address. */
const RECEIVED_US_AT = 8;
const READ = 4;
const READ_PER_MS = 16;
const MAX_READ = 0xffff_ffff;
const ADDRESS = 5;
const HEADER_BYTES = 24;
const V6_HEADER_BYTES = 40;

/**
 * Datagrams that were read and wait for their turn, in order. Reading costs a third of decoding and writing: what arrives
 * faster than it is worked off for a while is better kept here, in a few bytes more than its own, than dropped by the
 * kernel, whose socket buffer charges almost a kilobyte for each. Bounded. Memory used last is used first, so that little of
 * it is touched; some seconds after a burst it is given back.
 */
export class Backlog {
  readonly #packer: Packer;
  readonly #memory: ReservedMemory;
  readonly #bytes: Buffer;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  /** Where the chunks in use begin and where their records end, oldest first. */
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];
  /** Where free chunks begin; the last is taken first. */
  readonly #free: number[] = [];
  /** Where the first datagram is, and where the next one goes, and the end of that chunk. */
  #first = 0;
  #next = 0;
  #limit = 0;
  /** Behind the last chunk that was ever in use since memory was given back. */
  #touched = 0;
  #burstMs = 0;
  #lastMs = 0;

  /** What it needs for `maxBytes`, a multiple of huge pages, of datagrams. */
  static memoryBytes(maxBytes = MAX_BYTES): number {
    return ReservedMemory.bytesFor(maxBytes);
  }

  /** Takes untouched memory, as much as it needs; `packer` works in it. */
  constructor(calls: SystemCalls, memory: Buffer, packer: Packer) {
    this.#packer = packer;
    const size = memory.length - ReservedMemory.bytesFor(0);
    this.#memory = new ReservedMemory(calls, size, memory);
    this.#bytes = this.#memory.bytes;
    const { buffer, byteOffset } = this.#bytes;
    this.#words = new Int32Array(buffer, byteOffset, size >> 2);
    this.#doubles = new Float64Array(buffer, byteOffset, size >> 3);
    for (let at = size - CHUNK_BYTES; at >= 0; at -= CHUNK_BYTES) this.#free.push(at);
  }

  get isEmpty(): boolean {
    return this.#begins.length === 0;
  }

  /**
   * Copies the datagrams in slots of the packer from `first` on, but before `behind`, to the end; returns the first slot that found no
   * room, or `behind`. `readMs`: when they were read, milliseconds of a monotonic clock.
   */
  push(first: number, behind: number, socket: number, readMs: number): number {
    const base = this.#bytes.byteOffset;
    const socketBits = socket << SOCKET_SHIFT;
    for (let slot = first; ;) {
      const limit = base + this.#limit - PACKER_SLACK;
      const read = Math.min((readMs - this.#burstMs) * READ_PER_MS, MAX_READ);
      slot = this.#packer.pack(slot, behind, base + this.#next, limit, socketBits, read);
      this.#next = this.#packer.end - base;
      if (!this.isEmpty) this.#ends[this.#ends.length - 1] = this.#next;
      if (slot === behind || !this.#append(readMs)) return slot;
    }
  }

  /** Takes the first datagram out. Its bytes are valid until the next call of any method. There must be one. */
  shift(into: ReceivedDatagram): void {
    const words = this.#words;
    const at = this.#first;
    const word = at >> 2;
    const bits = words[word + LENGTH] as number;
    into.bytes = this.#bytes;
    into.start = at + headerBytes(bits);
    into.end = into.start + (bits & LENGTH_MASK);
    into.socket = bits >>> SOCKET_SHIFT;
    into.isTruncated = (bits & IS_TRUNCATED) !== 0;
    into.isPlain = (bits & IS_PLAIN) !== 0;
    into.receivedUs = this.#doubles[(at + RECEIVED_US_AT) >> 3] as number;
    into.readMs = this.#burstMs + ((words[word + READ] as number) >>> 0) / READ_PER_MS;
    fillKey(into.key, words, word);
    this.#first = (into.end + 7) & ~7;
    if (this.#first === this.#ends[0]) this.#release();
  }

  /** Where the first datagram is, for `peek`. There must be one. */
  get first(): number {
    return this.#first;
  }

  /**
   * Tells sender and socket of the datagram at `at`, before its turn. Returns where the next one is, or -1 when that is elsewhere or
   * there is none.
   */
  peek(at: number, into: ReceivedDatagram): number {
    const words = this.#words;
    const bits = words[at >> 2] as number;
    into.socket = bits >>> SOCKET_SHIFT;
    fillKey(into.key, words, at >> 2);
    const next = (at + headerBytes(bits) + (bits & LENGTH_MASK) + 7) & ~7;
    return next === this.#ends[0] ? -1 : next;
  }

  /** Gives all memory but the first piece back when nothing has waited for a while. Call it when there is nothing to do. */
  rest(nowMs: number): void {
    if (this.#touched <= CHUNK_BYTES || !this.isEmpty || nowMs - this.#lastMs < REST_AFTER_MS)
      return;
    this.#memory.release(CHUNK_BYTES, this.#touched);
    this.#touched = CHUNK_BYTES;
    this.#free.sort((a, b) => b - a);
  }

  #append(nowMs: number): boolean {
    const at = this.#free.pop();
    if (at === undefined) return false;
    if (this.isEmpty) {
      this.#burstMs = nowMs;
      this.#first = at;
    }
    this.#begins.push(at);
    this.#ends.push(at);
    this.#next = at;
    this.#limit = at + CHUNK_BYTES;
    this.#touched = Math.max(this.#touched, this.#limit);
    this.#lastMs = nowMs;
    return true;
  }

  #release(): void {
    this.#free.push(this.#begins.shift() as number);
    this.#ends.shift();
    if (this.isEmpty) this.#limit = 0;
    this.#first = this.#begins[0] ?? 0;
  }
}

function headerBytes(bits: number): number {
  return (bits & IS_V6) === 0 ? HEADER_BYTES : V6_HEADER_BYTES;
}

function fillKey(key: SenderKey, words: Int32Array, word: number): void {
  const isV4 = ((words[word + LENGTH] as number) & IS_V6) === 0;
  key.foreseen = -1;
  key.port = words[word + PORT] as number;
  key.d = words[word + ADDRESS] as number;
  key.c = isV4 ? MAPPED_PREFIX : (words[word + ADDRESS + 1] as number);
  key.b = isV4 ? 0 : (words[word + ADDRESS + 2] as number);
  key.a = isV4 ? 0 : (words[word + ADDRESS + 3] as number);
  key.scope = isV4 ? 0 : (words[word + ADDRESS + 4] as number);
}
