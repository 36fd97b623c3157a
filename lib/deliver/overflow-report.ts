import type { DestinationConfig } from '../config/destination-config.ts';
import { plural } from '../config/plural.ts';
import type { Log } from '../log/log.ts';

/** A destination that took everything for this long keeps up again. */
const CALM_MS = 10_000;

/** Tells when a destination's queue is full and when that is over, once for each time it happens. */
export class OverflowReport {
  readonly #config: Pick<DestinationConfig, 'name' | 'queueBytes'>;
  readonly #log: Pick<Log, 'error' | 'info'>;
  readonly #clock: () => number;
  #dropped = 0;
  /** When something was refused last; -1 while the destination keeps up. */
  #refusedMs = -1;

  /** `clock`: milliseconds of a monotonic clock. */
  constructor(
    config: Pick<DestinationConfig, 'name' | 'queueBytes'>,
    log: Pick<Log, 'error' | 'info'>,
    clock: () => number,
  ) {
    this.#config = config;
    this.#log = log;
    this.#clock = clock;
  }

  refused(events: number): void {
    const { name, queueBytes } = this.#config;
    if (this.#refusedMs < 0) {
      this.#log.error(
        `Cannot queue for destination ${name}: ${queueBytes} bytes wait already; events are dropped and counted as queue-full until it keeps up`,
      );
    }
    this.#dropped += events;
    this.#refusedMs = this.#clock();
  }

  accepted(): void {
    if (this.#refusedMs < 0 || this.#clock() - this.#refusedMs < CALM_MS) return;
    this.#log.info(
      `destination ${this.#config.name} keeps up again; ${plural(this.#dropped, 'event')} dropped as queue-full`,
    );
    this.#dropped = 0;
    this.#refusedMs = -1;
  }
}
