import { MSG_DONTWAIT, SOCKADDR_BYTES } from '../../system/linux.ts';
import type { SlotLayout } from './packer.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

/** `struct mmsghdr` on 64-bit Linux, in 32-bit words. */
const HEADER_WORDS = 16;
const NAME_LENGTH_WORD = 2;
const CONTROL_LENGTH_WORD = 10;
/** Room for one `struct cmsghdr` with a `struct timespec` (32 bytes). */
const CONTROL_BYTES = 64;
/** Room for `struct sockaddr_in6`. */
const NAME_BYTES = 32;
/** Of a slot, beside its datagram. */
const SLOT_BYTES = 4 * HEADER_WORDS + CONTROL_BYTES + NAME_BYTES;

/**
 * Reads many datagrams with one recvmmsg(2) into memory allocated once.
 *
 * The kernel writes to the memory here and reads the vectors; both are fields, so that they are not freed while a socket still uses them.
 * Slots do not begin at equal strides: 64 KiB strides fall into the same few cache sets.
 */
export class DatagramReader {
  /** Where everything is, counted from the beginning of the memory's buffer. */
  readonly layout: SlotLayout;
  readonly #calls: SystemCalls;
  readonly #headers: Int32Array;
  readonly #headerBytes: Uint8Array;
  readonly #vectors: BigUint64Array;
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
    const { buffer, byteOffset } = memory;
    const stride = strideOf(maxDatagramBytes);
    const headersAt = byteOffset + stride * slots;
    const controlsAt = headersAt + 4 * HEADER_WORDS * slots;
    const namesAt = controlsAt + CONTROL_BYTES * slots;
    this.layout = { headersAt, controlsAt, namesAt, dataAt: byteOffset, stride };
    this.#headers = new Int32Array(buffer, headersAt, HEADER_WORDS * slots);
    this.#headerBytes = new Uint8Array(buffer, headersAt, 4 * HEADER_WORDS * slots);
    this.#vectors = new BigUint64Array(2 * slots);
    this.#used = slots;
    const pointers = new BigUint64Array(buffer, headersAt, (HEADER_WORDS / 2) * slots);
    const vectors = calls.address(new Uint8Array(this.#vectors.buffer));
    const offset = calls.address(memory) - BigInt(byteOffset);
    for (let i = 0; i < slots; i++) {
      const header = (HEADER_WORDS / 2) * i;
      pointers[header] = offset + BigInt(namesAt + NAME_BYTES * i);
      pointers[header + 2] = vectors + BigInt(16 * i);
      pointers[header + 3] = 1n;
      pointers[header + 4] = offset + BigInt(controlsAt + CONTROL_BYTES * i);
      this.#vectors[2 * i] = offset + BigInt(byteOffset + stride * i);
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
}

/** Bytes from one slot to the next. */
function strideOf(maxDatagramBytes: number): number {
  return Math.ceil(maxDatagramBytes / 4096) * 4096 + 4096 + 64;
}
