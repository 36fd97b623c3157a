import type { EventView } from '../event/event-view.ts';
import { messageId } from './kernel-fields.ts';

const STRIDE = 7;
const SEQUENCE = 0;
const UPTIME = 1;
const LENGTH = 2;
const RECEIVED = 3;
const MESSAGE_ID = 4;
const RELEASE = 5;
const KNOWN = 6;

/**
 * The few numbers kept of a sender that was heard once, so that a flood of spoofed endpoints costs little: all else is
 * made from them when the second record comes. Also when a sender was last known to be a kernel. Indexed by slot.
 */
export class FirstRecords {
  #numbers = new Float64Array(64 * STRIDE).fill(Number.NaN);

  /** Remembers that a kernel wrote at `nowMs`. */
  markKnown(slot: number, nowMs: number): void {
    if ((slot + 1) * STRIDE > this.#numbers.length) this.#grow(slot);
    this.#numbers[slot * STRIDE + KNOWN] = nowMs;
  }

  /** Milliseconds of the last mark; NaN for none. */
  knownMs(slot: number): number {
    const at = slot * STRIDE + KNOWN;
    return at < this.#numbers.length ? (this.#numbers[at] as number) : Number.NaN;
  }

  has(slot: number): boolean {
    const at = slot * STRIDE + RECEIVED;
    return at < this.#numbers.length && !Number.isNaN(this.#numbers[at]);
  }

  /** Keeps the record of `view`; see `complete`. */
  keep(view: EventView): void {
    const { slot } = view.sender;
    if ((slot + 1) * STRIDE > this.#numbers.length) this.#grow(slot);
    const { sequence } = view.kernel;
    const at = slot * STRIDE;
    this.#numbers[at + SEQUENCE] = Number.isNaN(sequence) ? -1 : sequence;
    this.#numbers[at + UPTIME] = view.kernel.uptimeUs;
    this.#numbers[at + LENGTH] = -1;
    this.#numbers[at + RECEIVED] = view.receivedUs;
    this.#numbers[at + MESSAGE_ID] = -1;
    this.#numbers[at + RELEASE] = releaseSum(view);
  }

  /** Adds what is known of an extended record only when all of it came: the length of its body, its message id. */
  complete(view: EventView, length: number): void {
    const at = view.sender.slot * STRIDE;
    if (this.#numbers[at + SEQUENCE] !== view.kernel.sequence) return;
    this.#numbers[at + LENGTH] = length;
    this.#numbers[at + MESSAGE_ID] = messageId(view);
  }

  forget(slot: number): void {
    if ((slot + 1) * STRIDE > this.#numbers.length) return;
    this.#numbers.fill(Number.NaN, slot * STRIDE, (slot + 1) * STRIDE);
  }

  /** -1 for a basic record. */
  sequence(slot: number): number {
    return this.#numbers[slot * STRIDE + SEQUENCE] as number;
  }

  uptimeUs(slot: number): number {
    return this.#numbers[slot * STRIDE + UPTIME] as number;
  }

  /** -1 unless all of an extended record came. */
  length(slot: number): number {
    return this.#numbers[slot * STRIDE + LENGTH] as number;
  }

  receivedUs(slot: number): number {
    return this.#numbers[slot * STRIDE + RECEIVED] as number;
  }

  /** -1 for none. */
  messageId(slot: number): number {
    return this.#numbers[slot * STRIDE + MESSAGE_ID] as number;
  }

  release(slot: number): number {
    return this.#numbers[slot * STRIDE + RELEASE] as number;
  }

  #grow(slot: number): void {
    const size = Math.max(this.#numbers.length * 2, (slot + 1) * STRIDE);
    const larger = new Float64Array(size).fill(Number.NaN);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}

/**
 * A cheap check sum of the kernel release, 0 without one. Equal releases have equal sums; that different ones may
 * too only delays telling a reboot.
 */
export function releaseSum(view: EventView): number {
  const { releaseStart, releaseEnd } = view.kernel;
  if (releaseStart < 0) return 0;
  const { bytes } = view;
  const last = bytes[releaseEnd - 1] as number;
  const middle = bytes[(releaseStart + releaseEnd) >> 1] as number;
  return ((releaseEnd - releaseStart) << 16) | (middle << 8) | last;
}
