/** Lines at once … */
const BURST = 1000;
/** … and per second from then on. */
const PER_SECOND = 20;

/** Limits the lines of the relay's own log that become events: each event may be the cause of another line. */
export class InternalBudget {
  #tokens = BURST;
  #countedMs = 0;

  /** Whether a line may pass at `nowMs`, milliseconds of any clock. */
  take(nowMs: number): boolean {
    const seconds = Math.max(0, nowMs - this.#countedMs) / 1000;
    this.#countedMs = nowMs;
    this.#tokens = Math.min(BURST, this.#tokens + seconds * PER_SECOND);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
