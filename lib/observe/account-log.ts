import type { Log } from '../log/log.ts';

/** Logs accounts at an interval: the lines that have changed since the last time. */
export class AccountLog {
  readonly #log: Pick<Log, 'info'>;
  readonly #account: () => readonly string[];
  #logged: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  /** `account` describes every source and destination, a line each. */
  constructor(log: Pick<Log, 'info'>, account: () => readonly string[]) {
    this.#log = log;
    this.#account = account;
  }

  /** Starts the interval; none for 0. */
  start(intervalMs: number): void {
    if (intervalMs > 0) this.#timer = setInterval(() => this.update(), intervalMs);
  }

  update(): void {
    const lines = this.#account();
    for (const line of lines) if (!this.#logged.has(line)) this.#log.info(line);
    this.#logged = new Set(lines);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
