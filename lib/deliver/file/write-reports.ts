import { plural } from '../../config/plural.ts';
import type { FileProblem } from './file-problem.ts';
import type { WriterReport } from './writer-messages.ts';

const WINDOW_MS = 10_000;
/** A full disk fails for every host at once; the log shall not be flooded for it. */
const MAX_PER_WINDOW = 10;
const OVERFLOW_EVERY_MS = 3_600_000;

/** Logs changes of state, at most ten in ten seconds; the number of those left out is logged with the next one. */
export class WriteReports {
  readonly #report: (report: WriterReport) => void;
  #windowEndMs = Number.NEGATIVE_INFINITY;
  #overflowFromMs = Number.NEGATIVE_INFINITY;
  #told = 0;
  #untold = 0;

  constructor(report: (report: WriterReport) => void) {
    this.#report = report;
  }

  failed(problem: FileProblem, nowMs: number): void {
    this.#tell('error', problem.message, nowMs);
  }

  recovered(path: string, lost: number, nowMs: number): void {
    const loss = lost === 0 ? 'no event' : plural(lost, 'event');
    this.#tell('info', `Writing to ${path} again; ${loss} for it dropped`, nowMs);
  }

  /** There are too many paths: lines of further ones go to `path`. Logged once an hour. */
  overflowed(path: string, nowMs: number): void {
    if (nowMs < this.#overflowFromMs) return;
    this.#overflowFromMs = nowMs + OVERFLOW_EVERY_MS;
    this.#tell(
      'warn',
      `Too many hosts: lines of further ones go to ${path} and are counted as too-many-hosts; raise maxHosts, or restrict senders with allow`,
      nowMs,
    );
  }

  #tell(level: WriterReport['level'], text: string, nowMs: number): void {
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + WINDOW_MS;
      this.#told = 0;
    }
    if (this.#told === MAX_PER_WINDOW) {
      this.#untold++;
      return;
    }
    this.#told++;
    const omitted = this.#untold;
    this.#untold = 0;
    const message =
      omitted === 0 ? text : `${text} (and ${omitted} reports of other paths left out)`;
    this.#report({ level, message });
  }
}
