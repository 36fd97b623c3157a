import { plural } from '../../config/plural.ts';
import type { TransportHost } from './transport-host.ts';
import type { TransportEntry } from './transport-messages.ts';

/** Entries that wait, at most. */
const MAX_WAITING = 1000;
const MAX_IN_FLIGHT = 16;
/** After a failure the next entry is tried this much later. */
const REST_MS = 5000;
/** A transport whose peer is away may report that for each line. */
const WARN_EVERY_MS = 600_000;
const SAME_MS = 1000;

/** What became of a transport: logged where the transport itself is not asked. */
export interface TransportReports {
  warn(message: string): void;
  info(message: string): void;
}

/** The lines of the relay's own log on their way to one transport: bounded, lost where the transport fails, never waited for. */
export class TransportQueue {
  readonly #name: string;
  readonly #host: TransportHost;
  readonly #reports: TransportReports;
  readonly #waiting: TransportEntry[] = [];
  #isOpen = false;
  #isClosed = false;
  #inFlight = 0;
  #lost = 0;
  #warnedMs = Number.NEGATIVE_INFINITY;
  #isFailing = false;
  #rest: NodeJS.Timeout | undefined = undefined;

  constructor(name: string, host: TransportHost, reports: TransportReports) {
    this.#name = name;
    this.#host = host;
    this.#reports = reports;
  }

  /** Hands over from now on; what was added before has waited. */
  open(): void {
    this.#isOpen = true;
    this.#send();
  }

  add(entry: TransportEntry): void {
    if (this.#waiting.length >= MAX_WAITING) this.#lose('it is too slow');
    else this.#waiting.push(entry);
    this.#send();
  }

  /** The transport reported a problem, which may have nothing to do with the lines that it takes. */
  warn(problem: string): void {
    if (performance.now() - this.#warnedMs < WARN_EVERY_MS) return;
    this.#report(problem);
  }

  /** Hands over what waits, for `graceMs` at most. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#rest);
    this.#rest = undefined;
    if (!this.#isFailing) for (const entry of this.#waiting.splice(0)) void this.#host.hand(entry);
    await this.#host.close(graceMs);
  }

  #send(): void {
    while (this.#isOpen && this.#rest === undefined && this.#inFlight < MAX_IN_FLIGHT) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      this.#inFlight++;
      void this.#host.hand(entry).then((problem) => {
        this.#inFlight--;
        if (this.#isClosed) return;
        if (problem === undefined) this.#works();
        else {
          this.#lose(problem);
          this.#pause();
        }
        this.#send();
      });
    }
  }

  #pause(): void {
    this.#rest ??= setTimeout(() => {
      this.#rest = undefined;
      this.#send();
    }, REST_MS);
    this.#rest.unref();
  }

  #lose(problem: string): void {
    this.#lost++;
    if (this.#isFailing) return;
    this.#isFailing = true;
    // The error of a line often comes as a warning just before.
    if (performance.now() - this.#warnedMs > SAME_MS) this.#report(problem);
  }

  #report(problem: string): void {
    this.#warnedMs = performance.now();
    this.#reports.warn(
      `log transport ${this.#name}: ${problem}; lines that it does not take are on standard error only`,
    );
  }

  #works(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#reports.info(
      `log transport ${this.#name} works again; it has not got ${plural(this.#lost, 'line')}`,
    );
    this.#lost = 0;
  }
}
