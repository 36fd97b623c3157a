import { plural } from '../config/plural.ts';

/** Where progress is shown. */
export interface ProgressOutput {
  write(text: string): unknown;
  /** Whether it is a terminal, where one line is overwritten; elsewhere each is a line of its own. */
  readonly isTTY?: boolean;
}

/** How far a replay is. */
export interface ReplayPosition {
  /** Datagrams so far. */
  readonly sent: number;
  /** The recorded second that was sent last; undefined if none was recorded. */
  readonly t: number | undefined;
  /** From 1. */
  readonly round: number;
}

/** Between two updates of a terminal, and between two lines elsewhere, such as in a log. */
const TERMINAL_MS = 250;
const LINES_MS = 10_000;
const CLEAR_LINE = '\r\u001b[K';

/** Shows how far a replay is: on a terminal four times a second at most, elsewhere every ten seconds. */
export class ReplayProgress {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  readonly #rounds: number;
  #nextMs: number;
  #isShown = false;

  /** `now`: milliseconds of a monotonic clock. `rounds`: how many times the recording is sent. */
  constructor(output: ProgressOutput, now: () => number, rounds: number) {
    this.#output = output;
    this.#now = now;
    this.#rounds = rounds;
    this.#nextMs = this.#isTerminal ? Number.NEGATIVE_INFINITY : now() + LINES_MS;
  }

  update({ sent, t, round }: ReplayPosition): void {
    const nowMs = this.#now();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + (this.#isTerminal ? TERMINAL_MS : LINES_MS);
    const time = t === undefined ? '' : `, ${t.toFixed(1)} s of the recording`;
    const turn = this.#rounds === 1 ? '' : `, round ${round} of ${this.#rounds}`;
    const line = `sent ${plural(sent, 'datagram')}${time}${turn}`;
    this.#output.write(this.#isTerminal ? `${CLEAR_LINE}${line}` : `${line}\n`);
    this.#isShown = this.#isTerminal;
  }

  /** Removes the line from a terminal, to be called before anything else is written. */
  clear(): void {
    if (!this.#isShown) return;
    this.#output.write(CLEAR_LINE);
    this.#isShown = false;
    this.#nextMs = Number.NEGATIVE_INFINITY;
  }

  get #isTerminal(): boolean {
    return this.#output.isTTY === true;
  }
}
