import type { RelaySignal, SignalInbox } from '../system/signal-inbox.ts';

/** Supervisors and timeout(1) send SIGTERM twice: within this time it is the same stop. */
const SAME_STOP_MS = 1000;

/** Actions that signals request of a running relay, besides stopping. */
export interface SignalActions {
  /** SIGHUP. */
  reload(): void;
  /** SIGUSR1. */
  reopen(): void;
  /** SIGUSR2. */
  report(): void;
  /** A second stop, more than a second after the first: nothing is waited for any more. */
  stopAtOnce(): void;
}

/** Translates the signals of the process. */
export class RelaySignals {
  /** Resolves at the first SIGTERM or SIGINT, with that. */
  readonly stopRequested: Promise<RelaySignal>;
  readonly #waiting = new Set<RelaySignal>();
  #requestStop: (signal: RelaySignal) => void = () => undefined;
  #stopMs: number | undefined = undefined;
  #actions: SignalActions | undefined = undefined;

  constructor(inbox: SignalInbox) {
    this.stopRequested = new Promise((resolve) => {
      this.#requestStop = resolve;
    });
    inbox.handle((signal) => this.#take(signal));
  }

  /** Calls `actions` from now on, and first for the signals that came before. */
  act(actions: SignalActions): void {
    this.#actions = actions;
    for (const signal of this.#waiting) this.#take(signal);
  }

  #take(signal: RelaySignal): void {
    if (signal === 'SIGTERM' || signal === 'SIGINT') this.#stop(signal);
    else if (this.#actions === undefined) this.#waiting.add(signal);
    else if (signal === 'SIGHUP') this.#actions.reload();
    else if (signal === 'SIGUSR1') this.#actions.reopen();
    else this.#actions.report();
  }

  #stop(signal: RelaySignal): void {
    const nowMs = performance.now();
    if (this.#stopMs === undefined) {
      this.#stopMs = nowMs;
      this.#requestStop(signal);
    } else if (nowMs - this.#stopMs > SAME_STOP_MS) this.#actions?.stopAtOnce();
  }
}
