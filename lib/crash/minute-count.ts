import { WAITS } from './bounds.ts';

/** Counts what happens in a minute, up to a bound. */
export class MinuteCount {
  readonly #most: number;
  #startMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one; false when there were too many in this minute. `nowMs` is monotonic. */
  take(nowMs: number): boolean {
    if (nowMs - this.#startMs >= WAITS.minute) {
      this.#startMs = nowMs;
      this.#count = 0;
    }
    return ++this.#count <= this.#most;
  }
}
