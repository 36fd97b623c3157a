const RESTART_AFTER_MS = 100;
const DEATHS_WINDOW_MS = 60_000;
const MAX_DEATHS = 5;

/** When threads that died of an internal error start again: each time within a minute after twice as long as the time before. */
export class RestartPolicy {
  readonly #deathsMs: number[] = [];

  /** Notes a death; returns how many milliseconds later the thread is to start again. Throws when there were too many. */
  delayAfterDeath(nowMs: number, cause: Error): number {
    this.#deathsMs.push(nowMs);
    while (nowMs - (this.#deathsMs[0] as number) > DEATHS_WINDOW_MS) this.#deathsMs.shift();
    if (this.#deathsMs.length >= MAX_DEATHS) {
      throw new Error(`shards died ${MAX_DEATHS} times within a minute`, { cause });
    }
    return RESTART_AFTER_MS * 2 ** (this.#deathsMs.length - 1);
  }
}
