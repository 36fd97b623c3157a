const FIRST_SIZE = 256;
const LAST_SIZE = 16_384;
/** Sequence and uptime in 8 bytes each, length in 4. */
const ENTRY_BYTES = 20;
const EMPTY = -1;

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
  /** Pairs sequence, uptime. */
  #keys = new Float64Array(2 * FIRST_SIZE).fill(EMPTY);
  #lengths = new Uint32Array(FIRST_SIZE);

  /** The budget was asked for a first table before. */
  constructor(budget: TableBudget) {
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#size * ENTRY_BYTES;
  }

  /** Whether exactly this record was seen. */
  has(sequence: number, uptimeUs: number, length: number): boolean {
    const place = sequence & (this.#size - 1);
    return (
      this.#keys[2 * place] === sequence &&
      this.#keys[2 * place + 1] === uptimeUs &&
      this.#lengths[place] === length
    );
  }

  /** Whether a record of this number but of another time was seen: within one boot there is none. */
  contradicts(sequence: number, uptimeUs: number): boolean {
    const place = sequence & (this.#size - 1);
    return this.#keys[2 * place] === sequence && this.#keys[2 * place + 1] !== uptimeUs;
  }

  add(sequence: number, uptimeUs: number, length: number): void {
    let place = sequence & (this.#size - 1);
    const taken = this.#keys[2 * place] as number;
    if (taken !== EMPTY && taken !== sequence && this.#size < LAST_SIZE && this.#grow()) {
      place = sequence & (this.#size - 1);
    }
    this.#keys[2 * place] = sequence;
    this.#keys[2 * place + 1] = uptimeUs;
    this.#lengths[place] = length;
  }

  /** Forgets the records whose number is above `sequence`; all of them when it is -1. */
  forgetAbove(sequence: number): void {
    const keys = this.#keys;
    for (let i = 0; i < keys.length; i += 2) {
      if ((keys[i] as number) > sequence) keys[i] = EMPTY;
    }
  }

  #grow(): boolean {
    if (!this.#budget.takeGrowth(this.bytes)) return false;
    const keys = this.#keys;
    const lengths = this.#lengths;
    const size = this.#size * 2;
    this.#size = size;
    this.#keys = new Float64Array(2 * size).fill(EMPTY);
    this.#lengths = new Uint32Array(size);
    for (let i = 0; i < lengths.length; i++) {
      const sequence = keys[2 * i] as number;
      if (sequence === EMPTY) continue;
      const place = sequence & (size - 1);
      this.#keys[2 * place] = sequence;
      this.#keys[2 * place + 1] = keys[2 * i + 1] as number;
      this.#lengths[place] = lengths[i] as number;
    }
    return true;
  }
}
