const WINDOW_MS = 24 * 60 * 60 * 1000;
/** A path in use moves to the end of the order at most this often. */
const TOUCH_EVERY_MS = 60 * 60 * 1000;

/** Bounds the paths that were written to within 24 hours. Times are of a monotonic clock. */
export class PathQuota {
  readonly #max: number;
  /** Time of the last use by path, oldest first. */
  readonly #lastUsedMs = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether a line may go to `path`; counts it as used then. */
  admit(path: string, nowMs: number): boolean {
    const lastUsedMs = this.#lastUsedMs.get(path);
    if (lastUsedMs === undefined) {
      this.#removeUnused(nowMs);
      if (this.#lastUsedMs.size >= this.#max) return false;
    } else {
      if (nowMs - lastUsedMs < TOUCH_EVERY_MS) return true;
      this.#lastUsedMs.delete(path);
    }
    this.#lastUsedMs.set(path, nowMs);
    return true;
  }

  #removeUnused(nowMs: number): void {
    for (const [path, lastUsedMs] of this.#lastUsedMs) {
      if (nowMs - lastUsedMs < WINDOW_MS) return;
      this.#lastUsedMs.delete(path);
    }
  }
}
