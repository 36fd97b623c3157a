import { MSG_DONTWAIT, MSG_TRUNC, SOCKADDR_BYTES, SOL_SOCKET, SO_TIMESTAMPNS } from './linux.ts';
import type { SlotLayout } from './packer.ts';
import type { ReceivedDatagram } from './received-datagram.ts';
import type { SenderKey } from './sender-key.ts';
import type { SystemCalls } from './system-calls.ts';

/** `struct mmsghdr` on 64-bit Linux, in 32-bit words. */
const HEADER_WORDS = 16;
const NAME_LENGTH_WORD = 2;
const CONTROL_LENGTH_WORD = 10;
const FLAGS_WORD = 12;
const LENGTH_WORD = 14;
/** Room for one `struct cmsghdr` with a `struct timespec` (32 bytes). */
const CONTROL_BYTES = 64;
/** Room for `struct sockaddr_in6`, in words. */
const NAME_WORDS = 8;

/** Of a slot, beside its datagram. */
const SLOT_BYTES = 4 * HEADER_WORDS + CONTROL_BYTES + 4 * NAME_WORDS;

/**
 * Reads many datagrams with one recvmmsg(2) into memory allocated once.
 *
 * The kernel writes to every buffer here; all are fields, so that none is freed while a socket still uses them.
 * Slots do not begin at equal strides: 64 KiB strides fall into the same few cache sets.
 */
export class DatagramReader {
  /** Where everything is. */
  readonly layout: SlotLayout;
  readonly #data: Buffer;
  /** The senders' socket addresses. */
  readonly #names: Int32Array;
  readonly #calls: SystemCalls;
  readonly #stride: number;
  readonly #headers: Int32Array;
  readonly #headerBytes: Uint8Array;
  readonly #vectors: BigUint64Array;
  readonly #control: Int32Array;
  readonly #slots: number;
  #used: number;

  /** Bytes of the memory that the datagrams are read into. */
  static memoryBytes(slots: number, maxDatagramBytes: number): number {
    return (strideOf(maxDatagramBytes) + SLOT_BYTES) * slots;
  }

  /** `memory`: what the kernel writes to lies in it, at multiples of eight. */
  constructor(
    calls: SystemCalls,
    slots: number,
    maxDatagramBytes: number,
    memory: Buffer = Buffer.from(
      new ArrayBuffer(DatagramReader.memoryBytes(slots, maxDatagramBytes)),
    ),
  ) {
    this.#calls = calls;
    this.#slots = slots;
    this.#stride = strideOf(maxDatagramBytes);
    const { buffer, byteOffset } = memory;
    const dataBytes = this.#stride * slots;
    const headersAt = byteOffset + dataBytes;
    const controlsAt = headersAt + 4 * HEADER_WORDS * slots;
    const namesAt = controlsAt + CONTROL_BYTES * slots;
    this.layout = { headersAt, controlsAt, namesAt, dataAt: byteOffset, stride: this.#stride };
    this.#data = memory.subarray(0, dataBytes);
    this.#headers = new Int32Array(buffer, headersAt, HEADER_WORDS * slots);
    this.#headerBytes = new Uint8Array(buffer, headersAt, 4 * HEADER_WORDS * slots);
    this.#control = new Int32Array(buffer, controlsAt, (CONTROL_BYTES / 4) * slots);
    this.#names = new Int32Array(buffer, namesAt, NAME_WORDS * slots);
    this.#vectors = new BigUint64Array(2 * slots);
    this.#used = slots;
    const pointers = new BigUint64Array(buffer, headersAt, (HEADER_WORDS / 2) * slots);
    const address = (array: Int32Array | BigUint64Array): bigint =>
      calls.address(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    for (let i = 0; i < slots; i++) {
      const header = (HEADER_WORDS / 2) * i;
      pointers[header] = address(this.#names) + BigInt(4 * NAME_WORDS * i);
      pointers[header + 2] = address(this.#vectors) + BigInt(16 * i);
      pointers[header + 3] = 1n;
      pointers[header + 4] = address(this.#control) + BigInt(CONTROL_BYTES * i);
      this.#vectors[2 * i] = calls.address(this.#data) + BigInt(this.#stride * i);
      this.#vectors[2 * i + 1] = BigInt(maxDatagramBytes);
    }
  }

  /** Takes what waits in the socket, without waiting. Returns the number of datagrams, 0 for none, or minus the error number. */
  read(fd: number): number {
    const headers = this.#headers;
    // The kernel shortened these lengths in the slots it used.
    for (let i = 0, word = 0; i < this.#used; i++, word += HEADER_WORDS) {
      headers[word + NAME_LENGTH_WORD] = SOCKADDR_BYTES;
      headers[word + CONTROL_LENGTH_WORD] = CONTROL_BYTES;
    }
    const count = this.#calls.recvmmsg(fd, this.#headerBytes, this.#slots, MSG_DONTWAIT);
    this.#used = count > 0 ? count : 0;
    return count >= 0 ? count : -this.#calls.errno();
  }

  /** Tells of the datagram in `slot`: all but the socket and the time of reading. Its bytes are valid until the next `read`. */
  fill(slot: number, datagram: ReceivedDatagram): void {
    const start = slot * this.#stride;
    const header = slot * HEADER_WORDS;
    datagram.bytes = this.#data;
    datagram.start = start;
    datagram.end = start + (this.#headers[header + LENGTH_WORD] as number);
    datagram.receivedUs = this.#arrivalUs(slot);
    datagram.isPlain = false;
    datagram.isTruncated = ((this.#headers[header + FLAGS_WORD] as number) & MSG_TRUNC) !== 0;
    datagram.key.setFromSocketAddress(this.#names, slot * NAME_WORDS);
  }

  /** Tells of the sender of the datagram in `slot` only. */
  fillKey(slot: number, key: SenderKey): void {
    key.setFromSocketAddress(this.#names, slot * NAME_WORDS);
  }

  /** Arrival in the kernel, microseconds since the epoch; NaN when the kernel gave no time. */
  #arrivalUs(slot: number): number {
    const control = this.#control;
    const word = (slot * CONTROL_BYTES) / 4;
    if (
      (this.#headers[slot * HEADER_WORDS + CONTROL_LENGTH_WORD] as number) < 32 ||
      control[word + 2] !== SOL_SOCKET ||
      control[word + 3] !== SO_TIMESTAMPNS
    ) {
      return Number.NaN;
    }
    const seconds =
      ((control[word + 4] as number) >>> 0) + (control[word + 5] as number) * 0x1_0000_0000;
    return seconds * 1e6 + Math.trunc((control[word + 6] as number) / 1000);
  }
}

/** Bytes from one slot to the next. */
function strideOf(maxDatagramBytes: number): number {
  return Math.ceil(maxDatagramBytes / 4096) * 4096 + 4096 + 64;
}
