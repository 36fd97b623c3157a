/** Limits reports to a number in each window of time: what a sender can cause must not flood the log. */
export class ReportBudget {
  readonly #perWindow: number;
  readonly #windowMs: number;
  #windowEndMs = Number.NEGATIVE_INFINITY;
  #left = 0;

  constructor(perWindow: number, windowMs: number) {
    this.#perWindow = perWindow;
    this.#windowMs = windowMs;
  }

  /** Whether one more report may be made. `nowMs`: milliseconds of any clock that does not step far. */
  take(nowMs: number): boolean {
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + this.#windowMs;
      this.#left = this.#perWindow;
    }
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }
}
