import { MSG_NOSIGNAL } from './linux.ts';
import type { SystemCalls } from './system-calls.ts';

/** 64-bit words of `struct mmsghdr` and of `struct iovec`. */
const HEADER_WORDS = 8;
const VECTOR_WORDS = 2;
const VECTOR_AT = 2;
const VECTOR_COUNT_AT = 3;

/** Ranges of one memory, each a datagram, for sendmmsg(2). The kernel reads the headers and vectors, which are fields for that reason. */
export class DatagramVectors {
  readonly slots: number;
  readonly #calls: SystemCalls;
  readonly #headers: BigUint64Array;
  readonly #headerBytes: Uint8Array;
  readonly #vectors: BigUint64Array;
  #memory: Uint8Array = new Uint8Array(0);
  #address = 0n;
  #count = 0;

  constructor(calls: SystemCalls, slots: number) {
    this.slots = slots;
    this.#calls = calls;
    this.#headers = new BigUint64Array(HEADER_WORDS * slots);
    this.#headerBytes = new Uint8Array(this.#headers.buffer);
    this.#vectors = new BigUint64Array(VECTOR_WORDS * slots);
    const vectors = calls.address(new Uint8Array(this.#vectors.buffer));
    for (let slot = 0; slot < slots; slot++) {
      this.#headers[HEADER_WORDS * slot + VECTOR_AT] = vectors + BigInt(16 * slot);
      this.#headers[HEADER_WORDS * slot + VECTOR_COUNT_AT] = 1n;
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Begins anew with ranges of `memory`. */
  reset(memory: Uint8Array): void {
    if (memory !== this.#memory) {
      this.#memory = memory;
      this.#address = this.#calls.address(memory);
    }
    this.#count = 0;
  }

  /** Adds the datagram `memory[start, end)`; there must be a slot. */
  add(start: number, end: number): void {
    const word = VECTOR_WORDS * this.#count++;
    this.#vectors[word] = this.#address + BigInt(start);
    this.#vectors[word + 1] = BigInt(end - start);
  }

  /** Sends the datagrams; waits if the socket does. Returns how many were sent, or minus the error number if none was. */
  send(fd: number): number {
    const sent = this.#calls.sendmmsg(fd, this.#headerBytes, this.#count, MSG_NOSIGNAL);
    return sent >= 0 ? sent : -this.#calls.errno();
  }
}
