/** A thread that has not answered for so many seconds is not healthy. */
const LIMIT_S = 15;

/**
 * Whether all receiving threads answer. The main thread asks each of them once a second; time that its own event loop was blocked does not
 * count against them: that is seen by whoever waits for main, such as the watchdog of the service manager.
 */
export class Health {
  /** Questions without an answer, by number of the thread. */
  readonly #unanswered = new Map<number, number>();

  /** A question was sent; to be called once a second for each thread. */
  asked(thread: number): void {
    this.#unanswered.set(thread, (this.#unanswered.get(thread) ?? 0) + 1);
  }

  answered(thread: number): void {
    this.#unanswered.set(thread, 0);
  }

  /** The threads that have not answered for 15 s. */
  get mute(): readonly number[] {
    return [...this.#unanswered].filter(([, count]) => count > LIMIT_S).map(([thread]) => thread);
  }

  /** What `/healthz` reports; destinations play no part: a relay that is restarted because one is away loses its queue. */
  get isHealthy(): boolean {
    return this.mute.length === 0;
  }
}
