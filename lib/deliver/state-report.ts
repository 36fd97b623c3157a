import type { Log } from '../log/log.ts';

/** Logs the changes of a destination between working and failing: one line per change, however often it fails. */
export class StateReport {
  readonly #name: string;
  readonly #log: Pick<Log, 'error' | 'warn' | 'info'>;
  #problem: string | undefined = undefined;

  constructor(name: string, log: Pick<Log, 'error' | 'warn' | 'info'>) {
    this.#name = name;
    this.#log = log;
  }

  get isFailing(): boolean {
    return this.#problem !== undefined;
  }

  /** `problem`: operation, actual value and fix, without the destination's name. `error` for a loss, `warn` for a delay. */
  failed(level: 'error' | 'warn', problem: string): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#log[level](`destination ${this.#name}: ${problem}`);
  }

  /** `message`: what works again. */
  recovered(message: string): void {
    if (this.#problem === undefined) return;
    this.#problem = undefined;
    this.#log.info(`destination ${this.#name}: ${message}`);
  }
}
