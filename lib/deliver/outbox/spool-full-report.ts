import { plural } from '../../config/plural.ts';
import type { Log } from '../../log/log.ts';
import type { Timers } from './timers.ts';

/** A spool that had room for this long is no longer full: one that is full takes a batch now and then. */
const CALM_MS = 10_000;

/** Logs when a destination's spool is full and when that is over, once for each time it happens. */
export class SpoolFullReport {
  readonly #name: string;
  readonly #log: Pick<Log, 'error' | 'info'>;
  readonly #timers: Pick<Timers, 'now'>;
  #dropped = 0;
  /** When something was dropped last; undefined while there is room. */
  #droppedMs: number | undefined;

  constructor(name: string, log: Pick<Log, 'error' | 'info'>, timers: Pick<Timers, 'now'>) {
    this.#name = name;
    this.#log = log;
    this.#timers = timers;
  }

  /** `problem`: why there is no room. */
  dropped(events: number, problem: string): void {
    if (this.#droppedMs === undefined) {
      this.#log.error(
        `Cannot spool for destination ${this.#name}: ${problem}; the newest events are dropped and counted as spool-full until there is room`,
      );
    }
    this.#dropped += events;
    this.#droppedMs = this.#timers.now();
  }

  hasRoom(): void {
    if (this.#droppedMs === undefined || this.#timers.now() - this.#droppedMs < CALM_MS) return;
    this.#log.info(
      `the spool of destination ${this.#name} has room again; ${plural(this.#dropped, 'event')} dropped as spool-full`,
    );
    this.#dropped = 0;
    this.#droppedMs = undefined;
  }
}
