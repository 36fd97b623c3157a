import type { Timers } from '../outbox/timers.ts';

/** Lets this many events pass per second, and as many at once after a pause. */
export class Pace {
  readonly #perSecond: number;
  readonly #timers: Timers;
  #tokens: number;
  #countedMs: number;

  constructor(perSecond: number, timers: Timers) {
    this.#perSecond = perSecond;
    this.#timers = timers;
    this.#tokens = perSecond;
    this.#countedMs = timers.now();
  }

  /** Takes the turn of one event. Returns how many milliseconds it has to wait for it. */
  takeTurn(): number {
    const nowMs = this.#timers.now();
    const fresh = ((nowMs - this.#countedMs) * this.#perSecond) / 1000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + fresh);
    this.#countedMs = nowMs;
    this.#tokens--;
    return this.#tokens >= 0 ? 0 : (-this.#tokens * 1000) / this.#perSecond;
  }
}
