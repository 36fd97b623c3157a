import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

const RESOLUTION_MS = 50;
const WINDOW_MS = 30_000;
const NS_PER_SECOND = 1e9;

/** The longest time that the main thread did not get round to its events, within the last 30 to 60 seconds. */
export class EventLoopLag {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #beforeSeconds = 0;

  constructor() {
    this.#histogram.enable();
    this.#timer = setInterval(() => {
      this.#beforeSeconds = this.#current;
      this.#histogram.reset();
    }, WINDOW_MS);
    this.#timer.unref();
  }

  get longestSeconds(): number {
    return Math.max(this.#beforeSeconds, this.#current);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#histogram.disable();
  }

  /** What the histogram measures contains its own interval. */
  get #current(): number {
    const { max, count } = this.#histogram;
    return count === 0 ? 0 : Math.max(0, max / NS_PER_SECOND - RESOLUTION_MS / 1000);
  }
}
