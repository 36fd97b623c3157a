import { errorName } from '../../system/error-name.ts';
import { errorText } from '../../system/error-text.ts';
import type { LoopContext } from './loop-context.ts';

/** After a call that failed. */
const REST_MS = 10;
const TELL_EVERY_MS = 10_000;

/** What becomes of calls that fail: when the kernel lacks memory, neither asking at once nor telling each time helps. */
export class ReadFailures {
  readonly #context: LoopContext;
  #tellFromMs = 0;

  constructor(context: LoopContext) {
    this.#context = context;
  }

  /** Waits a moment, and tells of it when that was some time ago. */
  rest(port: number, errorNumber: number): void {
    const { control } = this.#context;
    const nowMs = performance.now();
    if (nowMs >= this.#tellFromMs) {
      this.#context.trouble(
        `Cannot read ${port === 0 ? 'a Unix socket' : `UDP port ${port}`}: ${errorText(errorName(errorNumber))}; trying again`,
      );
      this.#tellFromMs = nowMs + TELL_EVERY_MS;
    }
    Atomics.wait(control, 0, Atomics.load(control, 0), REST_MS);
  }
}
