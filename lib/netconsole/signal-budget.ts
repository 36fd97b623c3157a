import type { Sender } from '../event/sender.ts';

/** Burst of signals of one address … */
const BURST = 60;
/** … and the rate after it. */
const PER_SECOND = 1;
const US_PER_SECOND = 1_000_000;
/** Maximum number of addresses; the one added first is removed first. */
const MAX_ADDRESSES = 16_384;

interface Bucket {
  tokens: number;
  countedUs: number;
}

/**
 * Limits the signals about each sender address. Signals can be provoked by forged packets, and a few random fragments are enough for a reboot: without a
 * limit a flood of datagrams would become as many events of severity warning.
 */
export class SignalBudget {
  readonly #buckets = new Map<string, Bucket>();

  /** Whether one more signal about the sender may be emitted at `receivedUs`, microseconds since the epoch. */
  admits({ address }: Pick<Sender, 'address'>, receivedUs: number): boolean {
    const bucket = this.#buckets.get(address) ?? this.#add(address, receivedUs);
    const seconds = Math.max(0, receivedUs - bucket.countedUs) / US_PER_SECOND;
    bucket.tokens = Math.min(BURST, bucket.tokens + seconds * PER_SECOND);
    // The clock of the system may be set back.
    bucket.countedUs = receivedUs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  #add(address: string, receivedUs: number): Bucket {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined && this.#buckets.size >= MAX_ADDRESSES) this.#buckets.delete(oldest);
    const bucket = { tokens: BURST, countedUs: receivedUs };
    this.#buckets.set(address, bucket);
    return bucket;
  }
}
