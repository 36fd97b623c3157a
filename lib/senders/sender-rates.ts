/** What came from one sender. */
export interface SenderTraffic {
  readonly datagrams: number;
  /** Datagrams per second, see `SenderRates`. */
  readonly rate: number;
  /** When it was last seen, exact to a second; milliseconds of a monotonic clock. */
  readonly heardMs: number;
}

/** Rates are averages over about this many milliseconds. */
const AVERAGE_MS = 10_000;

/** Numbers of each sender: its datagrams and the time when the rate was computed last, the rate, and when it began. */
const NUMBERS = 4;
const DATAGRAMS = 0;
const COMPUTED_MS = 1;
const RATE = 2;
const BEGUN_MS = 3;

/**
 * Datagrams per second of each sender, by slot: an exponentially weighted average over 10 seconds, and the plain average in a sender's first 10
 * seconds. Computed at most once a second for each sender, and when it is asked for. Times are milliseconds of one monotonic clock.
 */
export class SenderRates {
  #numbers = new Float64Array(64 * NUMBERS);

  /** Begins with a sender that has had no datagram. */
  add(slot: number, nowMs: number): void {
    if ((slot + 1) * NUMBERS > this.#numbers.length) this.#grow();
    this.#numbers.set([0, nowMs, 0, nowMs], slot * NUMBERS);
  }

  /** Takes the sender's datagrams so far, to be called once a second or less often. */
  update(slot: number, datagrams: number, nowMs: number): void {
    const rate = this.rate(slot, datagrams, nowMs);
    const at = slot * NUMBERS;
    this.#numbers[at + DATAGRAMS] = datagrams;
    this.#numbers[at + COMPUTED_MS] = nowMs;
    this.#numbers[at + RATE] = rate;
  }

  /** The rate at `nowMs` of a sender with this many datagrams so far. */
  rate(slot: number, datagrams: number, nowMs: number): number {
    const at = slot * NUMBERS;
    const numbers = this.#numbers;
    const elapsedMs = nowMs - (numbers[at + COMPUTED_MS] as number);
    const before = numbers[at + RATE] as number;
    if (elapsedMs <= 0) return before;
    const ageMs = nowMs - (numbers[at + BEGUN_MS] as number);
    const recent = ((datagrams - (numbers[at + DATAGRAMS] as number)) * 1000) / elapsedMs;
    const weight = Math.max(1 - Math.exp(-elapsedMs / AVERAGE_MS), elapsedMs / Math.max(ageMs, 1));
    // A sender of this second: its first datagrams say little of its rate.
    const isYoung = ageMs < 1000;
    return isYoung ? datagrams : before + (recent - before) * Math.min(1, weight);
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
