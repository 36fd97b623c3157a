/** `struct mmsghdr` on 64-bit Linux, in 32-bit words, and what recvmmsg(2) changes in it. */
export const HEADER_WORDS = 16;
export const NAME_LENGTH = 2;
export const CONTROL_LENGTH = 10;
export const FLAGS = 12;
export const LENGTH = 14;
/**
 * Room for control messages: a `struct timespec` and, of Unix sockets, a `struct ucred`, each 32 bytes with its header, and as much for what a
 * later kernel may add. And for `struct sockaddr_in6`.
 */
export const CONTROL_WORDS = 32;
export const NAME_WORDS = 8;
const WORD_BYTES = 4;
const PAGE_WORDS = 1024;

/**
 * The memory that recvmmsg(2) reads into, as words: a header for each slot, then a control message for each, a name for each, and the
 * datagrams. Those are not at equal distances of 64 KiB, which would fall into the same few cache sets. What is not written to takes no
 * memory.
 */
export class Slots {
  readonly count: number;
  readonly words: Int32Array;
  /** Words from one slot's datagram to the next one's. */
  readonly stride: number;
  readonly #controlsAt: number;
  readonly #namesAt: number;
  readonly #dataAt: number;

  constructor(count: number, maxDatagramBytes: number) {
    this.count = count;
    const pages = Math.ceil(maxDatagramBytes / WORD_BYTES / PAGE_WORDS) + 1;
    this.stride = pages * PAGE_WORDS + HEADER_WORDS;
    this.#controlsAt = count * HEADER_WORDS;
    this.#namesAt = this.#controlsAt + count * CONTROL_WORDS;
    this.#dataAt = this.#namesAt + count * NAME_WORDS;
    this.words = new Int32Array(this.#dataAt + count * this.stride);
  }

  /** Where, in `words`, what belongs to a slot begins. */
  headerOf(slot: number): number {
    return slot * HEADER_WORDS;
  }

  controlOf(slot: number): number {
    return this.#controlsAt + slot * CONTROL_WORDS;
  }

  nameOf(slot: number): number {
    return this.#namesAt + slot * NAME_WORDS;
  }

  dataOf(slot: number): number {
    return this.#dataAt + slot * this.stride;
  }
}
