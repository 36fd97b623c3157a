/** Runs one reload at a time. Requests while one runs become a single further reload, which follows it. */
export class Reloads {
  readonly #reload: (signal: AbortSignal) => Promise<void>;
  readonly #stopping = new AbortController();
  #isRunning = false;
  #isWaiting = false;

  /** `reload` ends soon after its signal aborts; what it rejects with is an internal error. */
  constructor(reload: (signal: AbortSignal) => Promise<void>) {
    this.#reload = reload;
  }

  request(): void {
    if (this.#stopping.signal.aborted) return;
    if (this.#isRunning) this.#isWaiting = true;
    else void this.#run();
  }

  /** Aborts the one that runs; no other begins. */
  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    do {
      this.#isWaiting = false;
      await this.#reload(this.#stopping.signal);
    } while (this.#isWaiting && !this.#stopping.signal.aborted);
    this.#isRunning = false;
  }
}
