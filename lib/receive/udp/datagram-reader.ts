import { MSG_DONTWAIT, SOCKADDR_BYTES } from '../../system/linux.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import { CONTROL_LENGTH, CONTROL_WORDS, NAME_LENGTH, Slots } from './slots.ts';

const WORD_BYTES = 4;

/**
 * Reads many datagrams with one recvmmsg(2) into memory allocated once. The kernel writes to the slots and reads the vectors; both are
 * fields, so that they are not freed while a socket still uses them.
 */
export class DatagramReader {
  readonly slots: Slots;
  readonly #calls: SystemCalls;
  readonly #headers: Uint8Array;
  readonly #vectors: BigUint64Array;
  #used: number;

  constructor(calls: SystemCalls, count: number, maxDatagramBytes: number) {
    this.#calls = calls;
    const slots = new Slots(count, maxDatagramBytes);
    this.slots = slots;
    this.#used = count;
    this.#headers = new Uint8Array(slots.words.buffer);
    this.#vectors = new BigUint64Array(2 * count);
    const start = calls.address(this.#headers);
    const vectors = calls.address(new Uint8Array(this.#vectors.buffer));
    const addressOf = (word: number): bigint => start + BigInt(WORD_BYTES * word);
    const pointers = new BigUint64Array(slots.words.buffer, 0, slots.controlOf(0) / 2);
    for (let slot = 0; slot < count; slot++) {
      const header = slots.headerOf(slot) / 2;
      const vector = 2 * slot;
      pointers[header] = addressOf(slots.nameOf(slot));
      pointers[header + 2] = vectors + BigInt(vector * this.#vectors.BYTES_PER_ELEMENT);
      pointers[header + 3] = 1n;
      pointers[header + 4] = addressOf(slots.controlOf(slot));
      this.#vectors[vector] = addressOf(slots.dataOf(slot));
      this.#vectors[vector + 1] = BigInt(maxDatagramBytes);
    }
  }

  /** Takes what waits in the socket, without waiting. Returns the number of datagrams, 0 for none, or minus the error number. */
  read(fd: number): number {
    const { slots } = this;
    // The kernel shortened these lengths in the slots it used.
    for (let slot = 0; slot < this.#used; slot++) {
      const header = slots.headerOf(slot);
      slots.words[header + NAME_LENGTH] = SOCKADDR_BYTES;
      slots.words[header + CONTROL_LENGTH] = CONTROL_WORDS * WORD_BYTES;
    }
    const count = this.#calls.recvmmsg(fd, this.#headers, slots.count, MSG_DONTWAIT);
    this.#used = count > 0 ? count : 0;
    return count >= 0 ? count : -this.#calls.errno();
  }
}
