/** Up to this rate (5,000 a second) each datagram is handed over at once, for latency; higher rates are batched, for CPU. */
const AT_ONCE_PER_MS = 5;
/** Datagrams of a burst that are handed over at once nevertheless. */
const BURST = 25;
/** Above that rate batches are handed over at most this often, so that a stream of datagrams does not wake the writer for each. */
const EVERY_MS = 5;
/** The same at a high rate, at which each hand-over costs a wake of two busy threads. */
const BUSY_EVERY_MS = 20;
/** Datagrams per millisecond since the last hand-over that are a high rate. */
const BUSY_PER_MS = 5;

/** Decides when a thread hands over its batches. Times are milliseconds of a monotonic clock. */
export class HandOverPace {
  /** Datagrams that may be handed over at once; negative while the rate is higher. */
  #allowance = BURST;
  #countedMs = 0;
  #handedOverMs = 0;
  #everyMs = 0;
  /** Datagrams since the last hand-over. */
  pending = 0;

  /** Counts datagrams that were received. */
  count(datagrams: number, nowMs: number): void {
    const earned = AT_ONCE_PER_MS * (nowMs - this.#countedMs);
    const allowance = Math.min(BURST, this.#allowance + earned) - datagrams;
    this.#allowance = Math.max(-BURST, allowance);
    this.#countedMs = nowMs;
    this.pending += datagrams;
  }

  /** The time from which on pending batches are to be handed over. */
  get dueMs(): number {
    return this.#allowance >= 0 ? this.#countedMs : this.#handedOverMs + this.#everyMs;
  }

  /** Notes that everything pending was handed over. */
  handedOver(nowMs: number): void {
    const isBusy = this.pending > BUSY_PER_MS * (nowMs - this.#handedOverMs);
    this.#everyMs = isBusy ? BUSY_EVERY_MS : EVERY_MS;
    this.#handedOverMs = nowMs;
    this.pending = 0;
  }
}
