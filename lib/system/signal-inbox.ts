/** The signals that a relay acts on. */
export const RELAY_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
export type RelaySignal = (typeof RELAY_SIGNALS)[number];

/**
 * Takes signals of the process as soon as it is created. Those that arrive before there is a handler wait for it, each kind once. Must not
 * import anything: it exists before the other modules are loaded.
 */
export class SignalInbox {
  readonly #waiting = new Set<RelaySignal>();
  #handler: ((signal: RelaySignal) => void) | undefined = undefined;

  constructor(signals: readonly RelaySignal[]) {
    for (const signal of signals) process.on(signal, () => this.#take(signal));
  }

  /** Calls `handler` for every signal from now on, and first for those that wait. */
  handle(handler: (signal: RelaySignal) => void): void {
    this.#handler = handler;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const signal of waiting) handler(signal);
  }

  #take(signal: RelaySignal): void {
    if (this.#handler === undefined) this.#waiting.add(signal);
    else this.#handler(signal);
  }
}
