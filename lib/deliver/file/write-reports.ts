import type { FileProblem } from './file-problem.ts';
import type { WriterReport } from './writer-messages.ts';

const WINDOW_MS = 10_000;
/** A full disk fails for every host at once; the log shall not be flooded for it. */
const MAX_PER_WINDOW = 10;

/** Tells changes of state, ten in ten seconds at most; what is left out is counted and told with the next one. */
export class WriteReports {
  readonly #report: (report: WriterReport) => void;
  #windowEndMs = Number.NEGATIVE_INFINITY;
  #told = 0;
  #untold = 0;

  constructor(report: (report: WriterReport) => void) {
    this.#report = report;
  }

  failed(problem: FileProblem, nowMs: number): void {
    this.#tell('error', problem.message, nowMs);
  }

  recovered(path: string, lost: number, nowMs: number): void {
    this.#tell('info', `Writing to ${path} again; ${lost} events for it were dropped`, nowMs);
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
