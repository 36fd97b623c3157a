const FIRST_SIZE = 256;
const LAST_SIZE = 16_384;
/** Sequence + 1, uptime and length, side by side for the cache. New memory is 0, which is no record. */
const STRIDE = 3;
const ENTRY_BYTES = STRIDE * Float64Array.BYTES_PER_ELEMENT;
const EMPTY = 0;

/** The memory that all tables together may take. Growing leaves half of it to tables still to be made. */
export class TableBudget {
  readonly #limit: number;
  used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the memory of a first table; false when there is no more. */
  takeFirst(): boolean {
    return this.#take(FIRST_SIZE * ENTRY_BYTES, this.#limit);
  }

  takeGrowth(bytes: number): boolean {
    return this.#take(bytes, this.#limit / 2);
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }

  #take(bytes: number, limit: number): boolean {
    if (this.used + bytes > limit) return false;
    this.used += bytes;
    return true;
  }
}

/**
 * Remembers the latest records of one sender by sequence number, to find those that come again. Each number has one
 * place; the table doubles, up to 16,384 places, when a number meets the place taken, as far as the budget goes.
 */
export class DuplicateTable {
  readonly #budget: TableBudget;
  #size = FIRST_SIZE;
  #entries = new Float64Array(STRIDE * FIRST_SIZE);

  /** The budget was asked for a first table before. */
  constructor(budget: TableBudget) {
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#size * ENTRY_BYTES;
  }

  /** Whether exactly this record was seen. */
  has(sequence: number, uptimeUs: number, length: number): boolean {
    const at = (sequence & (this.#size - 1)) * STRIDE;
    const entries = this.#entries;
    return (
      entries[at] === sequence + 1 && entries[at + 1] === uptimeUs && entries[at + 2] === length
    );
  }

  /** Whether a record of this number but of another time was seen: within one boot there is none. */
  contradicts(sequence: number, uptimeUs: number): boolean {
    const at = (sequence & (this.#size - 1)) * STRIDE;
    return this.#entries[at] === sequence + 1 && this.#entries[at + 1] !== uptimeUs;
  }

  add(sequence: number, uptimeUs: number, length: number): void {
    let at = (sequence & (this.#size - 1)) * STRIDE;
    const taken = this.#entries[at] as number;
    if (taken !== EMPTY && taken !== sequence + 1 && this.#size < LAST_SIZE && this.#grow()) {
      at = (sequence & (this.#size - 1)) * STRIDE;
    }
    this.#entries[at] = sequence + 1;
    this.#entries[at + 1] = uptimeUs;
    this.#entries[at + 2] = length;
  }

  /** Forgets the records whose number is above `sequence`; all of them when it is -1. */
  forgetAbove(sequence: number): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += STRIDE) {
      if ((entries[at] as number) > sequence + 1) entries[at] = EMPTY;
    }
  }

  #grow(): boolean {
    if (!this.#budget.takeGrowth(this.bytes)) return false;
    const old = this.#entries;
    const size = this.#size * 2;
    const entries = new Float64Array(STRIDE * size);
    for (let from = 0; from < old.length; from += STRIDE) {
      const entry = old[from] as number;
      if (entry === EMPTY) continue;
      const to = ((entry - 1) & (size - 1)) * STRIDE;
      entries[to] = entry;
      entries[to + 1] = old[from + 1] as number;
      entries[to + 2] = old[from + 2] as number;
    }
    this.#size = size;
    this.#entries = entries;
    return true;
  }
}
