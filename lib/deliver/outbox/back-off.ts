import type { BackOffLimits } from './carrier.ts';

/** Delays that double from `minMs` to `maxMs`; each is shortened by up to 50% at random, so that many relays do not retry at once. */
export class BackOff {
  readonly #limits: BackOffLimits;
  readonly #random: () => number;
  #failures = 0;

  /** `random`: 0 to 1, excluding 1. */
  constructor(limits: BackOffLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
  }

  /** The delay after one more failure, in milliseconds. */
  nextMs(): number {
    const { minMs, maxMs } = this.#limits;
    const delayMs = Math.min(maxMs, minMs * 2 ** Math.min(this.#failures++, 30));
    return delayMs * (1 - this.#random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
