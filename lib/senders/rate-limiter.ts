import { randomInt } from 'node:crypto';
import type { SenderKey } from './sender-key.ts';

const MS_PER_SECOND = 1000;
const WAYS = 4;
const SETS = 16_384;
const KEY_WORDS = 4;
/** Unknown to senders, who could otherwise choose addresses that share a set. */
const SEED = randomInt(0x1_0000_0000) | 0;

/**
 * Limits what each sender address may send, whatever its ports: a bucket of tokens for a second, refilled at the rate. Bounded: it
 * remembers up to 65,536 addresses in sets of four, where a new one replaces the one idle longest; a forgotten address begins with a full
 * bucket, so that forgetting refuses nothing.
 */
export class RateLimiter {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #keys = new Int32Array(SETS * WAYS * KEY_WORDS);
  readonly #tokens = new Float64Array(SETS * WAYS);
  /** When the tokens were counted, milliseconds of a monotonic clock. */
  readonly #countedMs = new Float64Array(SETS * WAYS).fill(Number.NEGATIVE_INFINITY);

  /** `perSecond`: datagrams a second. */
  constructor(perSecond: number) {
    this.#perMs = perSecond / MS_PER_SECOND;
    this.#burst = perSecond;
  }

  /** Takes a token of the address of `key`; returns false if there is none. */
  admits(key: SenderKey, nowMs: number): boolean {
    const place = this.#placeOf(key);
    const elapsedMs = Math.max(0, nowMs - (this.#countedMs[place] as number));
    const tokens = Math.min(this.#burst, (this.#tokens[place] as number) + elapsedMs * this.#perMs);
    this.#countedMs[place] = Math.max(nowMs, this.#countedMs[place] as number);
    const isAdmitted = tokens >= 1;
    this.#tokens[place] = isAdmitted ? tokens - 1 : tokens;
    return isAdmitted;
  }

  #placeOf(key: SenderKey): number {
    const keys = this.#keys;
    const first = (hashOf(key) & (SETS - 1)) * WAYS;
    let oldest = first;
    for (let place = first; place < first + WAYS; place++) {
      const at = place * KEY_WORDS;
      const isSame =
        keys[at + 3] === key.d &&
        keys[at + 2] === key.c &&
        keys[at + 1] === key.b &&
        keys[at] === key.a;
      if (isSame && this.#countedMs[place] !== Number.NEGATIVE_INFINITY) return place;
      if ((this.#countedMs[place] as number) < (this.#countedMs[oldest] as number)) oldest = place;
    }
    const at = oldest * KEY_WORDS;
    keys[at] = key.a;
    keys[at + 1] = key.b;
    keys[at + 2] = key.c;
    keys[at + 3] = key.d;
    this.#countedMs[oldest] = Number.NEGATIVE_INFINITY;
    this.#tokens[oldest] = 0;
    return oldest;
  }
}

function hashOf({ a, b, c, d }: SenderKey): number {
  let hash = Math.imul(d ^ SEED ^ ((d ^ SEED) >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ c ^ (hash >>> 13), 0x297a2d39);
  hash = Math.imul(hash ^ b ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ a ^ (hash >>> 13), 0x297a2d39);
  return hash ^ (hash >>> 16);
}
