/** Records in a row that must follow a gap before it counts as loss: packets overtake each other by a few. */
const PATIENCE = 3;
/** Steps of one that show again that there is one counter. */
const TRUST = 16;
const HALF = 2 ** 31;

/**
 * Finds messages lost on the way by the counter `msgid` of one target: 32 bits, wraps to 0. Nothing is claimed unless
 * the records' own sequence numbers rose at least as far: with two targets, and so two counters, they do not.
 */
export class MessageIds {
  #last: number;
  #sequence: number;
  /** Above 0 while it is doubtful whether there is one counter. */
  #doubt = 0;
  /** The gap that still may close; `#open` messages of it are missing. */
  #from = 0;
  #to = 0;
  #open = 0;
  #waited = 0;

  /** Result of the last call: first and last number of the gap, and how many of them are missing; 0 for no loss. */
  lostFrom = 0;
  lostTo = 0;
  lost = 0;

  /** Begins with the number of a record. */
  constructor(id: number, sequence: number) {
    this.#last = id;
    this.#sequence = sequence;
  }

  /** Whether there is a gap that still may close. */
  get isPending(): boolean {
    return this.#open > 0;
  }

  /** Takes the number of a new record; returns whether there is a loss to report. */
  take(id: number, sequence: number): boolean {
    this.lost = 0;
    const step = (id - this.#last) >>> 0;
    if (step === 0 || step >= HALF) {
      this.#backwards(id, sequence);
      return false;
    }
    let isFound = false;
    if (step === 1) {
      if (this.#doubt > 0) this.#doubt--;
      if (this.#open > 0 && ++this.#waited >= PATIENCE) isFound = this.settle();
    } else {
      isFound = this.#gap(id, step, sequence);
    }
    this.#last = id;
    this.#sequence = sequence;
    return isFound;
  }

  /** Gives up waiting for the missing ones; returns whether there were any. */
  settle(): boolean {
    this.lost = 0;
    if (this.#open === 0) return false;
    this.lostFrom = this.#from;
    this.lostTo = this.#to;
    this.lost = this.#open;
    this.#open = 0;
    return true;
  }

  #gap(id: number, step: number, sequence: number): boolean {
    if (!(sequence - this.#sequence >= step)) {
      this.#doubt = TRUST;
      return false;
    }
    if (this.#doubt > 0) return false;
    const isFound = this.settle();
    this.#from = (this.#last + 1) >>> 0;
    this.#to = (id - 1) >>> 0;
    this.#open = step - 1;
    this.#waited = 0;
    return isFound;
  }

  /** A number that does not rise is late, or of another counter. */
  #backwards(id: number, sequence: number): void {
    if (this.#open > 0 && (id - this.#from) >>> 0 <= (this.#to - this.#from) >>> 0) {
      this.#open--;
      if (id === this.#from) this.#from = (id + 1) >>> 0;
      else if (id === this.#to) this.#to = (id - 1) >>> 0;
    } else if (!(sequence < this.#sequence)) {
      this.#doubt = TRUST;
      this.#open = 0;
      this.#last = id;
      this.#sequence = sequence;
    }
  }
}
