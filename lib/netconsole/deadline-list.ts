/** An entry with a deadline; its list owns the links. */
export interface Timed<T> {
  /** Monotonic milliseconds; meaningful while in a list. */
  dueMs: number;
  isListed: boolean;
  previous: T | undefined;
  next: T | undefined;
}

/**
 * Entries in order of their deadlines. All entries of a list have the same time-out, so a new one is appended: every
 * operation takes constant time.
 */
export class DeadlineList<T extends Timed<T>> {
  readonly #waitMs: number;
  #first: T | undefined;
  #last: T | undefined;

  constructor(waitMs: number) {
    this.#waitMs = waitMs;
  }

  /** The entry with the earliest deadline. */
  get first(): T | undefined {
    return this.#first;
  }

  /** The earliest deadline; infinite if the list is empty. */
  get nextDeadline(): number {
    return this.#first === undefined ? Number.POSITIVE_INFINITY : this.#first.dueMs;
  }

  /** Sets the deadline of `item` to `nowMs` plus the time-out, whether it was in the list or not. */
  arm(item: T, nowMs: number): void {
    this.cancel(item);
    const last = this.#last;
    item.dueMs = nowMs + this.#waitMs;
    item.isListed = true;
    item.previous = last;
    if (last === undefined) this.#first = item;
    else last.next = item;
    this.#last = item;
  }

  cancel(item: T): void {
    if (!item.isListed) return;
    const { previous, next } = item;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    item.isListed = false;
    item.previous = undefined;
    item.next = undefined;
  }
}
