/** Time as an argument. */
export interface ReplayTime {
  /** Milliseconds, never falling. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** The longest timer of Node. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Holds datagrams back until their recorded time, `speed` times faster than recorded. */
export class ReplayClock {
  readonly #speed: number;
  readonly #time: ReplayTime;
  /** The recorded second that fell on `#startMs`. */
  #origin = 0;
  #startMs = 0;
  #last = Number.POSITIVE_INFINITY;

  /** `speed` is above 0; Infinity never waits. */
  constructor(speed: number, time: ReplayTime) {
    this.#speed = speed;
    this.#time = time;
  }

  /**
   * Resolves when recorded second `t` is due; at once for undefined. The first time, and one that falls (a recording
   * appended to another), begins anew: it is due now.
   */
  async until(t: number | undefined): Promise<void> {
    if (t === undefined) return;
    if (t < this.#last) {
      this.#origin = t;
      this.#startMs = this.#time.now();
    }
    this.#last = t;
    const dueMs = this.#startMs + ((t - this.#origin) * 1000) / this.#speed;
    for (;;) {
      const waitMs = dueMs - this.#time.now();
      if (waitMs < 1) return;
      await this.#time.sleep(Math.min(waitMs, LONGEST_SLEEP_MS));
    }
  }
}
