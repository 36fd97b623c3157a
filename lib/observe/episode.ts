/** An episode ends after this time without a further occurrence. */
const CALM_MS = 10_000;

/** Log entry about a condition that lasts for a while. */
export type EpisodeChange =
  | { readonly kind: 'begun'; readonly count: number }
  | { readonly kind: 'over'; readonly count: number };

/** Finds the beginning and the end of times in which a counter rises. */
export class Episode {
  #last = 0;
  /** When it rose last; undefined: it does not. */
  #roseMs: number | undefined;
  /** The counter when this episode began. */
  #from = 0;

  /** Takes the counter at `nowMs`, milliseconds of a monotonic clock. Returns a change, if there is one. */
  update(value: number, nowMs: number): EpisodeChange | undefined {
    const before = this.#last;
    this.#last = value;
    if (value > before) {
      const isNew = this.#roseMs === undefined;
      this.#roseMs = nowMs;
      if (!isNew) return undefined;
      this.#from = before;
      return { kind: 'begun', count: value - before };
    }
    if (this.#roseMs === undefined || nowMs - this.#roseMs < CALM_MS) return undefined;
    this.#roseMs = undefined;
    return { kind: 'over', count: value - this.#from };
  }
}
