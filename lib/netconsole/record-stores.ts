import type { BufferStore } from './buffer-store.ts';
import { DeadlineList, type Timed } from './deadline-list.ts';

/** A record whose bytes arrive in several packets. */
export interface OpenRecord<T> extends Timed<T> {
  /** `[0, used)` is filled. */
  store: Buffer;
  readonly used: number;
}

/** The buffers and deadlines of open records. When memory is full, the records that waited longest are given up. */
export class RecordStores<T extends OpenRecord<T>> {
  readonly #buffers: BufferStore;
  readonly #giveUp: (record: T) => void;
  readonly #deadlines: DeadlineList<T>;

  /** `giveUp` must call `release` for its record. */
  constructor(waitMs: number, buffers: BufferStore, giveUp: (record: T) => void) {
    this.#buffers = buffers;
    this.#giveUp = giveUp;
    this.#deadlines = new DeadlineList(waitMs);
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#deadlines.nextDeadline;
  }

  /** Starts the time-out of a record, or restarts it. */
  arm(record: T, nowMs: number): void {
    this.#deadlines.arm(record, nowMs);
  }

  /** A buffer of at least `size` bytes; undefined when there is no room for it. */
  take(size: number): Buffer | undefined {
    for (;;) {
      const buffer = this.#buffers.take(size);
      if (buffer !== undefined) return buffer;
      const oldest = this.#deadlines.first;
      if (oldest === undefined) return undefined;
      this.#giveUp(oldest);
    }
  }

  /** Makes the store of a record at least `size` bytes long; false when there is no room for that. */
  grow(record: T, size: number, nowMs: number): boolean {
    if (size <= record.store.length) return true;
    // Not in the list while other records are given up to make room for it.
    this.#deadlines.cancel(record);
    const larger = this.take(size);
    this.#deadlines.arm(record, nowMs);
    if (larger === undefined) return false;
    record.store.copy(larger, 0, 0, record.used);
    this.#buffers.giveBack(record.store);
    record.store = larger;
    return true;
  }

  /** Ends a record: its store is free from now on, and valid until the next `take` or `grow`. */
  release(record: T): void {
    this.#deadlines.cancel(record);
    this.#buffers.giveBack(record.store);
  }

  /** Gives up the records due at `until` or before; returns whether there were any. */
  expire(until: number): boolean {
    for (let hasGivenUp = false; ; hasGivenUp = true) {
      const record = this.#deadlines.first;
      if (record === undefined || record.dueMs > until) return hasGivenUp;
      this.#giveUp(record);
    }
  }
}
