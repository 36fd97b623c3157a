import { MAPPED_PREFIX, SenderKey } from '../../senders/sender-key.ts';
import { AF_INET, AF_UNIX, MSG_TRUNC, SO_TIMESTAMPNS, SOL_SOCKET } from '../../system/linux.ts';
import type { ReceivedDatagram } from './received-datagram.ts';
import {
  CONTROL_LENGTH,
  CONTROL_WORDS,
  FLAGS,
  HEADER_WORDS,
  LENGTH,
  NAME_LENGTH,
  NAME_WORDS,
  type Slots,
} from './slots.ts';
import { UnixControl } from './unix-control.ts';

/** Words of a record before the datagram's bytes: its length, four bits, and the index of its socket, below 4096 … */
const BITS = 0;
const LENGTH_MASK = (1 << 17) - 1;
const IS_TRUNCATED = 1 << 17;
const IS_V6 = 1 << 18;
const IS_PLAIN = 1 << 19;
const SOCKET_SHIFT = 20;
/** … the sender's port, arrival as seconds (until 2106) and nanoseconds (-1: the kernel gave no time) … */
const PORT = 1;
const SECONDS = 2;
const NANOSECONDS = 3;
/** … when it was read, in sixteenths of a millisecond of the burst (74 hours at most), and the sender's address. */
const READ = 4;
const READ_PER_MS = 16;
const MAX_READ = 0xffff_ffff;
const ADDRESS = 5;
const V4_WORDS = 6;
const V6_WORDS = 10;

/** Bytes of a control message with a time. */
const TIMED_BYTES = 32;
const LINK_LOCAL_MASK = 0xc0ff;
const LINK_LOCAL = 0x80fe;
const NEWLINE = 0x0a;
const SPACES = 0x20202020;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

/** Datagrams side by side in one piece of memory, each after what is known of it, at multiples of eight bytes. */
export class DatagramRecords {
  /** Where the record after those written last goes. */
  end = 0;
  readonly #slots: Slots;
  readonly #bytes: Buffer;
  readonly #words: Int32Array;
  readonly #local = new SenderKey();
  readonly #control = new UnixControl();
  /** What the records written next have in common. */
  #socketBits = 0;
  #read = 0;

  constructor(memory: Buffer, slots: Slots) {
    this.#slots = slots;
    this.#bytes = memory;
    this.#words = new Int32Array(memory.buffer, memory.byteOffset, memory.length >> 2);
  }

  /** Sets what the records written next have in common. `sinceMs`: from the beginning of the burst until they were read. */
  mark(socket: number, sinceMs: number): void {
    this.#socketBits = socket << SOCKET_SHIFT;
    this.#read = Math.min(sinceMs * READ_PER_MS, MAX_READ) | 0;
  }

  /**
   * Writes the datagrams in slots from `first` on, but before `after`, from `end` on. Returns the first slot that has no room before
   * `limit`, or `after`. One loop without calls, since most datagrams of a burst come through here (bench, full-speed).
   */
  write(first: number, after: number, limit: number): number {
    const slots = this.#slots;
    const from = slots.words;
    const to = this.#words;
    const common = this.#socketBits;
    const read = this.#read;
    let word = this.end >> 2;
    const wordLimit = limit >> 2;
    const stride = slots.stride;
    let slot = first;
    let header = slots.headerOf(first);
    let name = slots.nameOf(first);
    let control = slots.controlOf(first);
    let data = slots.dataOf(first);
    for (; slot < after; slot++) {
      const length = from[header + LENGTH] as number;
      const family = from[name] as number;
      // A datagram of a Unix socket without name leaves the name of another one in the slot.
      const isLocal = from[header + NAME_LENGTH] === 0 || (family & 0xffff) === AF_UNIX;
      const isV4 = !isLocal && (family & 0xffff) === AF_INET;
      const isShort = isV4 || (!isLocal && isMapped(from, name));
      const text = word + (isShort ? V4_WORDS : V6_WORDS);
      const next = text + (((length + 7) >> 3) << 1);
      if (next > wordLimit) break;
      const isPlain = copy(from, data, length, to, text);
      const isTruncated = ((from[header + FLAGS] as number) & MSG_TRUNC) !== 0;
      to[word + BITS] =
        length |
        (isTruncated ? IS_TRUNCATED : 0) |
        (isShort ? 0 : IS_V6) |
        (isPlain ? IS_PLAIN : 0) |
        common;
      to[word + PORT] = ((family >>> 24) & 0xff) | ((family >>> 8) & 0xff00);
      const isTimed =
        (from[header + CONTROL_LENGTH] as number) >= TIMED_BYTES &&
        from[control + 2] === SOL_SOCKET &&
        from[control + 3] === SO_TIMESTAMPNS;
      to[word + SECONDS] = from[control + 4] as number;
      to[word + NANOSECONDS] = isTimed ? (from[control + 6] as number) : -1;
      to[word + READ] = read;
      to[word + ADDRESS] = from[isV4 ? name + 1 : name + 5] as number;
      if (isLocal) this.#copyLocal(slot, word);
      else if (!isShort) copyV6(from, name, to, word + ADDRESS);
      word = next;
      header += HEADER_WORDS;
      name += NAME_WORDS;
      control += CONTROL_WORDS;
      data += stride;
    }
    this.end = word << 2;
    return slot;
  }

  /** Writes who sent a datagram to a Unix socket, as the words of an address, and when it arrived. */
  #copyLocal(slot: number, word: number): void {
    const { words: from } = this.#slots;
    const to = this.#words;
    const control = this.#control;
    const first = this.#slots.controlOf(slot);
    const bytes = from[this.#slots.headerOf(slot) + CONTROL_LENGTH] as number;
    control.read(from, first, first + (bytes >> 2));
    to[word + SECONDS] = control.seconds;
    to[word + NANOSECONDS] = control.nanoseconds;
    this.#local.setLocal(0, control.pid, control.uid);
    const { port, a, b, c, d, scope } = this.#local;
    to[word + PORT] = port;
    to[word + ADDRESS] = d;
    to[word + ADDRESS + 1] = c;
    to[word + ADDRESS + 2] = b;
    to[word + ADDRESS + 3] = a;
    to[word + ADDRESS + 4] = scope;
  }

  /** Reads the record at `at`, which was written in the burst that began at `burstMs`. Returns where the next one is. */
  read(at: number, burstMs: number, into: ReceivedDatagram): number {
    const words = this.#words;
    const word = at >> 2;
    const bits = words[word + BITS] as number;
    into.bytes = this.#bytes;
    into.start = at + ((bits & IS_V6) === 0 ? V4_WORDS * 4 : V6_WORDS * 4);
    into.end = into.start + (bits & LENGTH_MASK);
    into.isTruncated = (bits & IS_TRUNCATED) !== 0;
    into.isPlain = (bits & IS_PLAIN) !== 0;
    const nanoseconds = words[word + NANOSECONDS] as number;
    into.receivedUs =
      nanoseconds === -1
        ? Number.NaN
        : ((words[word + SECONDS] as number) >>> 0) * 1_000_000 + ((nanoseconds / 1000) | 0);
    into.readMs = burstMs + ((words[word + READ] as number) >>> 0) / READ_PER_MS;
    into.socket = bits >>> SOCKET_SHIFT;
    const isShort = (bits & IS_V6) === 0;
    const { key } = into;
    key.port = words[word + PORT] as number;
    key.d = words[word + ADDRESS] as number;
    key.c = isShort ? MAPPED_PREFIX : (words[word + ADDRESS + 1] as number);
    key.b = isShort ? 0 : (words[word + ADDRESS + 2] as number);
    key.a = isShort ? 0 : (words[word + ADDRESS + 3] as number);
    key.scope = isShort ? 0 : (words[word + ADDRESS + 4] as number);
    return (into.end + 7) & ~7;
  }
}

/**
 * Copies `length` bytes from word `at` to word `target` of `to`; returns whether all of them, but for NULs at the end and a newline
 * before those, are printable ASCII. Four bytes at a time: a byte below 0x20 or above 0x9f leaves a high bit in the difference, one
 * from 0x7f to 0xfe in the sum.
 */
// oxlint-disable-next-line max-params -- an object for each call would be an allocation for each message
function copy(
  from: Int32Array,
  at: number,
  length: number,
  to: Int32Array,
  target: number,
): boolean {
  let textLength = length;
  while (textLength > 0 && byteAt(from, at, textLength - 1) === 0) textLength--;
  if (textLength > 0 && byteAt(from, at, textLength - 1) === NEWLINE) textLength--;
  const whole = textLength >> 2;
  let high = 0;
  let i = 0;
  for (; i < whole - 3; i += 4) {
    const a = from[at + i] as number;
    const b = from[at + i + 1] as number;
    const c = from[at + i + 2] as number;
    const d = from[at + i + 3] as number;
    to[target + i] = a;
    to[target + i + 1] = b;
    to[target + i + 2] = c;
    to[target + i + 3] = d;
    high |= (a - SPACES) | (a + ONES) | (b - SPACES) | (b + ONES);
    high |= (c - SPACES) | (c + ONES) | (d - SPACES) | (d + ONES);
  }
  for (; i < whole; i++) {
    const a = from[at + i] as number;
    to[target + i] = a;
    high |= (a - SPACES) | (a + ONES);
  }
  const mask = (1 << ((textLength & 3) << 3)) - 1;
  const last = ((from[at + whole] as number) & mask) | (SPACES & ~mask);
  high |= (last - SPACES) | (last + ONES);
  for (; i < (length + 3) >> 2; i++) to[target + i] = from[at + i] as number;
  return (high & HIGH_BITS) === 0;
}

/** Whether the address at `name` is IPv4 in the form of IPv6. */
function isMapped(words: Int32Array, name: number): boolean {
  return words[name + 4] === MAPPED_PREFIX && words[name + 2] === 0 && words[name + 3] === 0;
}

/** Writes what an IPv6 address at `name` has before its last word, that word's neighbour first, and the scope of a link-local one. */
function copyV6(from: Int32Array, name: number, to: Int32Array, address: number): void {
  const first = from[name + 2] as number;
  const isLinkLocal = (first & LINK_LOCAL_MASK) === LINK_LOCAL;
  to[address + 1] = from[name + 4] as number;
  to[address + 2] = from[name + 3] as number;
  to[address + 3] = first;
  to[address + 4] = isLinkLocal ? (from[name + 6] as number) : 0;
}

/** The byte at `index`, counted from word `at`. */
function byteAt(words: Int32Array, at: number, index: number): number {
  return ((words[at + (index >> 2)] as number) >>> ((index & 3) << 3)) & 0xff;
}
