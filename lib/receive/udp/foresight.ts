import type { Backlog } from './backlog.ts';
import { ReceivedDatagram } from './received-datagram.ts';

/** Datagrams whose senders are found at once. */
const MAX_FORESEEN = 256;

/** What knows senders. */
export interface SenderFinder {
  /** Writes the slots of the senders of the first `count` hashes, -1 for none, see `SenderTable.foresee`. */
  foresee(hashes: Int32Array, slots: Int32Array, count: number): void;
}

/**
 * Finds the senders of datagrams that wait before the first of them is taken. With thousands of senders neither a sender's entry in the
 * index nor its row is in the cache: loops that do nothing but ask for them wait for many at once, where the way of a
 * datagram would wait for one after the other.
 */
export class Foresight {
  readonly #backlog: Backlog;
  readonly #datagram = new ReceivedDatagram();
  readonly #hashes = new Int32Array(MAX_FORESEEN);
  readonly #slots = new Int32Array(MAX_FORESEEN);
  #next = 0;
  #count = 0;

  constructor(backlog: Backlog) {
    this.#backlog = backlog;
  }

  /** Forgets what was found: other datagrams come next than those it was found for. */
  clear(): void {
    this.#next = 0;
    this.#count = 0;
  }

  /**
   * The slot in which the sender of the backlog's first datagram was found, -1 for none. To be asked once for each datagram, in order.
   * `finders` by socket.
   */
  next(finders: readonly SenderFinder[]): number {
    if (this.#next === this.#count) this.#look(finders);
    return this.#slots[this.#next++] as number;
  }

  /** Looks ahead as far as datagrams lie side by side and came from one socket. */
  #look(finders: readonly SenderFinder[]): void {
    const ahead = this.#datagram;
    let at = this.#backlog.peek(this.#backlog.first, ahead);
    const { socket } = ahead;
    this.#hashes[0] = ahead.key.hash();
    let count = 1;
    for (; at !== -1 && count < MAX_FORESEEN; count++) {
      at = this.#backlog.peek(at, ahead);
      if (ahead.socket !== socket) break;
      this.#hashes[count] = ahead.key.hash();
    }
    (finders[socket] as SenderFinder).foresee(this.#hashes, this.#slots, count);
    this.#next = 0;
    this.#count = count;
  }
}
