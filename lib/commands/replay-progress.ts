/** A terminal that shows one line again and again. */
export interface ProgressOutput {
  write(text: string): unknown;
  /** Whether it is a terminal; nothing is shown on anything else. */
  readonly isTTY?: boolean;
}

const EVERY_MS = 250;
const CLEAR_LINE = '\r\u001b[K';

/** Shows on a terminal how far a replay is, four times a second at most. */
export class ReplayProgress {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #nextMs = Number.NEGATIVE_INFINITY;
  #isShown = false;

  /** `now`: milliseconds of a monotonic clock. */
  constructor(output: ProgressOutput, now: () => number) {
    this.#output = output;
    this.#now = now;
  }

  /** `t`: the recorded second that was sent last; undefined when none was recorded. */
  update(sent: number, t: number | undefined): void {
    if (this.#output.isTTY !== true) return;
    const nowMs = this.#now();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + EVERY_MS;
    const time = t === undefined ? '' : `, ${t.toFixed(1)} s of the recording`;
    this.#output.write(`${CLEAR_LINE}sent ${sent} datagrams${time}`);
    this.#isShown = true;
  }

  /** Removes the line, to be called before anything else is written. */
  clear(): void {
    if (!this.#isShown) return;
    this.#output.write(CLEAR_LINE);
    this.#isShown = false;
    this.#nextMs = Number.NEGATIVE_INFINITY;
  }
}
