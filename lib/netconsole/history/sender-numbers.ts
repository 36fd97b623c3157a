import type { EventView } from '../../event/event-view.ts';
import { JIFFIES_LEAD_US } from './jiffies-clock.ts';

/** Numbers touched for every record: one cache line for each sender. */
const HOT = 8;
const KNOWN_MS = 0;
const MAX_SEQUENCE = 1;
const MAX_UPTIME = 2;
const LAST_RECEIVED = 3;
/** Lowest arrival - uptime of this window and of the previous one. */
const BOOT = 4;
const BOOT_BEFORE = 5;
const WINDOW_START = 6;
/** Value of the last record's clock at boot, see `clockStart`; the uptimes above count from there. */
const CLOCK_START = 7;

const SECOND_US = 1_000_000;
/** Length of a window: clocks drift, and the clock of a suspended machine stops. */
const WINDOW_US = 600 * SECOND_US;
/** Tolerance of the estimated boot time, and the addition for each unit of silence. */
const TOLERANCE_US = 2 * SECOND_US;
const DRIFT = 1e-4;
/** Tolerance for a new boot that seems to begin before the last record of the previous one. */
const BOOT_SLACK_US = SECOND_US / 2;
/** Tolerance for CPUs that write slightly out of order. */
const JITTER_US = SECOND_US / 10;
const BACKLOG_US = SECOND_US;

/** Records since a possible reboot; times in microseconds. */
export interface BootStart {
  /** The highest number and uptime passed on since; -1 and 0 for none. */
  readonly burstMax: number;
  readonly burstUptimeUs: number;
  readonly burstBootUs: number;
  readonly burstStartUs: number;
  readonly burstClockUs: number;
}

/**
 * Numbers of every sender, by slot, from its first record on: one cache line each. The boot time is
 * estimated as the lowest arrival - uptime of the last ten to twenty minutes with traffic.
 */
export class SenderNumbers {
  #hot = new Float64Array(0);

  /** Stores the time of the last kernel header or kernel time, monotonic milliseconds. Called first for each packet. */
  markKnown(slot: number, nowMs: number): void {
    if (slot * HOT >= this.#hot.length) this.#grow(slot);
    this.#hot[slot * HOT + KNOWN_MS] = nowMs;
  }

  /** When that was last; NaN for never. */
  knownMs(slot: number): number {
    return slot * HOT < this.#hot.length ? (this.#hot[slot * HOT] as number) : Number.NaN;
  }

  /** Whether number and uptime rise as those of one boot do; true for the first record. */
  isRising(view: EventView): boolean {
    const at = view.slot * HOT;
    const { sequence, uptimeUs } = view.kernel;
    const hot = this.#hot;
    return (
      sequence > (hot[at + MAX_SEQUENCE] as number) &&
      uptimeUs > (hot[at + MAX_UPTIME] as number) - JITTER_US
    );
  }

  /**
   * Fast path: marks the sender as known, and does the work of `place` for a record of the known boot whose number and uptime
   * rise. Returns false for any other, or if `isSteady` is false; then only the mark is changed.
   */
  advance(view: EventView, nowMs: number, isSteady: boolean): boolean {
    const { kernel, receivedUs, sender } = view;
    const { sequence, uptimeUs } = kernel;
    const at = sender.slot * HOT;
    if (at >= this.#hot.length) this.#grow(sender.slot);
    const hot = this.#hot;
    hot[at + KNOWN_MS] = nowMs;
    const max = hot[at + MAX_SEQUENCE] as number;
    // Numbers that are not known exactly are NaN, for which comparisons are false.
    if (!isSteady || !(sequence > max)) return false;
    const maxUptimeUs = hot[at + MAX_UPTIME] as number;
    if (uptimeUs > maxUptimeUs) hot[at + MAX_UPTIME] = uptimeUs;
    else if (!(uptimeUs > maxUptimeUs - JITTER_US)) return false;
    hot[at + MAX_SEQUENCE] = sequence;
    if (sequence !== max + 1 && max >= 0) kernel.gapBefore = sequence - max - 1;
    hot[at + LAST_RECEIVED] = receivedUs;
    const bootUs = receivedUs - uptimeUs;
    if (
      receivedUs - (hot[at + WINDOW_START] as number) > WINDOW_US ||
      !(bootUs >= (hot[at + BOOT] as number))
    ) {
      this.#learnBoot(at, receivedUs, bootUs);
    }
    const earliestUs = bootUs - BACKLOG_US;
    if (earliestUs > (hot[at + BOOT] as number) || earliestUs > (hot[at + BOOT_BEFORE] as number)) {
      this.#estimate(view, at);
    }
    return true;
  }

  /** Whether this uptime is too low for the known boot, or of a clock that does not continue the known one. */
  isUptimeFall(view: EventView): boolean {
    const at = view.slot * HOT;
    const { uptimeUs, clockStartUs } = view.kernel;
    const max = this.#hot[at + MAX_UPTIME] as number;
    if (clockStartUs !== this.#hot[at + CLOCK_START]) return this.#isOtherClock(view, at, max);
    return uptimeUs - clockStartUs <= max - JITTER_US;
  }

  /** Whether neither the overflow of jiffies nor a machine that runs for weeks explains why the clock began elsewhere. */
  #isOtherClock(view: EventView, at: number, max: number): boolean {
    if (max === Number.NEGATIVE_INFINITY) return false;
    const { uptimeUs } = view.kernel;
    const startUs = this.#hot[at + CLOCK_START] as number;
    const silenceUs = view.receivedUs - (this.#hot[at + LAST_RECEIVED] as number);
    const expectedUs = startUs + max + silenceUs;
    const overflowUs = max + silenceUs - JIFFIES_LEAD_US;
    const tolerance = TOLERANCE_US + DRIFT * silenceUs;
    // No machine restarts within a second, but a kernel may find a better clock.
    if (startUs !== 0 && silenceUs < SECOND_US) return false;
    if (Math.abs(uptimeUs - expectedUs) <= tolerance) return false;
    return startUs === 0 || Math.abs(uptimeUs - overflowUs) > tolerance;
  }

  /** The highest number of this boot; -1 for none. */
  maxSequence(slot: number): number {
    return this.#hot[slot * HOT + MAX_SEQUENCE] as number;
  }

  /** Arrival of the last record that certainly belongs to this boot. */
  lastReceivedUs(slot: number): number {
    return this.#hot[slot * HOT + LAST_RECEIVED] as number;
  }

  /** Updates the state by a record of the known boot, and fills its gap or order, and estimated time. */
  place(view: EventView): void {
    const { kernel, receivedUs } = view;
    const { sequence, uptimeUs } = kernel;
    const at = view.slot * HOT;
    const hot = this.#hot;
    const max = hot[at + MAX_SEQUENCE] as number;
    if (sequence > max) {
      if (max >= 0) kernel.gapBefore = sequence - max - 1;
      hot[at + MAX_SEQUENCE] = sequence;
    } else if (sequence < max) {
      kernel.outOfOrder = true;
    }
    if (kernel.clockStartUs !== hot[at + CLOCK_START]) this.#changeClock(view, at);
    const sinceBootUs = uptimeUs - kernel.clockStartUs;
    if (sinceBootUs > (hot[at + MAX_UPTIME] as number)) hot[at + MAX_UPTIME] = sinceBootUs;
    hot[at + LAST_RECEIVED] = receivedUs;
    this.#learnBoot(at, receivedUs, receivedUs - sinceBootUs);
    this.#estimate(view, at);
  }

  /** Switches to another clock within the same boot: the boot time by the previous clock is invalid. */
  #changeClock(view: EventView, at: number): void {
    const hot = this.#hot;
    const { receivedUs, kernel } = view;
    const bootUs = receivedUs - (kernel.uptimeUs - kernel.clockStartUs);
    hot[at + CLOCK_START] = kernel.clockStartUs;
    hot[at + MAX_UPTIME] = Number.NEGATIVE_INFINITY;
    hot[at + BOOT] = bootUs;
    hot[at + BOOT_BEFORE] = bootUs;
    hot[at + WINDOW_START] = receivedUs;
  }

  /** Whether the boot time of the record has moved so far that another boot may have begun. */
  mayBeBoot(view: EventView): boolean {
    const at = view.slot * HOT;
    const hot = this.#hot;
    const lastUs = hot[at + LAST_RECEIVED] as number;
    const knownUs = Math.min(hot[at + BOOT] as number, hot[at + BOOT_BEFORE] as number);
    const { uptimeUs, clockStartUs } = view.kernel;
    const bootUs = view.receivedUs - (uptimeUs - clockStartUs);
    const tolerance = TOLERANCE_US + DRIFT * (view.receivedUs - lastUs);
    return bootUs - knownUs > tolerance && bootUs > lastUs - BOOT_SLACK_US;
  }

  /** Forgets the known boot. */
  beginBoot(slot: number, start: BootStart): void {
    const at = slot * HOT;
    const hot = this.#hot;
    hot[at + MAX_SEQUENCE] = start.burstMax;
    hot[at + MAX_UPTIME] = start.burstUptimeUs;
    hot[at + LAST_RECEIVED] = start.burstStartUs;
    hot[at + BOOT] = start.burstBootUs;
    hot[at + BOOT_BEFORE] = start.burstBootUs;
    hot[at + WINDOW_START] = start.burstStartUs;
    hot[at + CLOCK_START] = start.burstClockUs;
  }

  /** Forgets the sender: its slot may be given to another. */
  forget(slot: number): void {
    if (slot * HOT < this.#hot.length) this.#clear(slot);
  }

  #learnBoot(at: number, receivedUs: number, bootUs: number): void {
    const hot = this.#hot;
    const windowUs = hot[at + WINDOW_START] as number;
    if (receivedUs - windowUs <= WINDOW_US) {
      if (bootUs < (hot[at + BOOT] as number)) hot[at + BOOT] = bootUs;
      return;
    }
    hot[at + BOOT_BEFORE] = Number.isNaN(windowUs) ? bootUs : (hot[at + BOOT] as number);
    hot[at + BOOT] = bootUs;
    hot[at + WINDOW_START] = receivedUs;
  }

  #estimate(view: EventView, at: number): void {
    const hot = this.#hot;
    estimate(view, Math.min(hot[at + BOOT] as number, hot[at + BOOT_BEFORE] as number));
  }

  #clear(slot: number): void {
    this.#hot.fill(Number.NaN, slot * HOT, (slot + 1) * HOT);
    this.#hot[slot * HOT + MAX_SEQUENCE] = -1;
    this.#hot[slot * HOT + MAX_UPTIME] = Number.NEGATIVE_INFINITY;
    this.#hot[slot * HOT + CLOCK_START] = 0;
  }

  #grow(slot: number): void {
    const known = this.#hot.length / HOT;
    const size = Math.max(known * 2, slot + 1, 64);
    const hot = new Float64Array(size * HOT);
    hot.set(this.#hot);
    this.#hot = hot;
    for (let i = known; i < size; i++) this.#clear(i);
  }
}

/** Sets the estimated time of a record from a backlog. */
export function estimate(view: EventView, bootUs: number): void {
  const timeUs = bootUs + view.kernel.uptimeUs - view.kernel.clockStartUs;
  if (view.receivedUs - timeUs > BACKLOG_US) view.kernel.estimatedTimeUs = timeUs;
}
