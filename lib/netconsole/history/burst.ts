import type { EventView } from '../../event/event-view.ts';
import type { Listener, Sender } from '../../event/sender.ts';
import type { Timed } from '../deadline-list.ts';
import { estimate, type BootStart } from './sender-numbers.ts';

/** Records come one after the other. */
export const STEADY = 0;
/** Known records arrive again, close to the last one: a replay, or a network that repeats packets. */
export const REPEATING = 1;
/** Numbers or uptime regressed so far that it is a reboot or a replay of the log. */
export const UNDECIDED = 2;
/** The kernel sends its log again. */
export const REPLAY = 3;

/** A datagram kept until it is known whether it is a repetition. */
export interface HeldDatagram {
  readonly bytes: Buffer;
  readonly receivedUs: number;
  readonly problems: number;
}

/** State of a sender while a decision about it is open. Times are microseconds unless stated otherwise. */
export class Burst implements BootStart, Timed<Burst> {
  readonly sender: Sender;
  listener: Listener;
  /** `STEADY`, `REPEATING`, `UNDECIDED` or `REPLAY`. */
  mode = STEADY;
  /** Of the records passed on since the regression: the highest number and the highest uptime. */
  burstMax = -1;
  burstUptimeUs = 0;
  /** Of all records since the regression: the lowest boot time, and the first arrival. */
  burstBootUs = 0;
  burstStartUs = 0;
  /** Value of these records' clock at boot, see `clockStart`; the uptimes above count from there. */
  burstClockUs = 0;
  /** Arrival of the last record of the boot before this one, once a reboot is certain. */
  lastBootUs = 0;
  /** Known records that were left out, and the highest of their numbers; in a replay the last one. */
  repeats = 0;
  repeatedTo = -1;
  held: HeldDatagram[] | undefined = undefined;
  /** The highest number held since the regression; -1 for none. */
  heldMax = -1;

  dueMs = 0;
  isListed = false;
  previous: Burst | undefined = undefined;
  next: Burst | undefined = undefined;

  constructor(sender: Sender, listener: Listener) {
    this.sender = sender;
    this.listener = listener;
  }

  /** Begins with a record that may be of another boot. */
  begin(view: EventView): void {
    this.mode = UNDECIDED;
    this.burstMax = -1;
    this.heldMax = -1;
    this.burstUptimeUs = 0;
    this.burstClockUs = view.kernel.clockStartUs;
    this.burstBootUs = bootOf(view);
    this.burstStartUs = view.receivedUs;
    this.repeats = 0;
    this.repeatedTo = -1;
  }

  /** Updates the boot time by a record since the regression. */
  lowerBoot(view: EventView): void {
    const bootUs = bootOf(view);
    if (bootUs < this.burstBootUs) this.burstBootUs = bootUs;
  }

  /** Whether the kernel that counted jiffies when the burst began has found a better clock, or its jiffies have overflowed. */
  hasOtherClock(view: EventView): boolean {
    return this.burstClockUs !== 0 && view.kernel.clockStartUs !== this.burstClockUs;
  }

  /** Switches to the clock of this record: the boot time by the other clock is invalid. */
  changeClock(view: EventView): void {
    this.burstClockUs = view.kernel.clockStartUs;
    this.burstUptimeUs = 0;
    this.burstBootUs = bootOf(view);
  }

  /** Fills gap or order, and estimated time, of a record before the decision, as if it was of another boot. */
  place(view: EventView): void {
    const { kernel } = view;
    const { sequence, uptimeUs } = kernel;
    if (sequence > this.burstMax) {
      if (this.burstMax >= 0) kernel.gapBefore = sequence - this.burstMax - 1;
      this.burstMax = sequence;
    } else if (sequence < this.burstMax) {
      kernel.outOfOrder = true;
    }
    const sinceBootUs = uptimeUs - kernel.clockStartUs;
    if (sinceBootUs > this.burstUptimeUs) this.burstUptimeUs = sinceBootUs;
    estimate(view, this.burstBootUs);
  }

  /** Counts a known record that arrived again, close to the last one. */
  repeat(sequence: number): void {
    if (this.mode === STEADY) {
      this.mode = REPEATING;
      this.repeats = 0;
      this.repeatedTo = -1;
    }
    if (sequence <= this.repeatedTo) return;
    this.repeats++;
    this.repeatedTo = sequence;
  }

  /** Counts a record of a replay, which may restart; the fragments of one record count once. */
  repeatAnew(sequence: number): void {
    if (sequence === this.repeatedTo) return;
    this.repeats++;
    this.repeatedTo = sequence;
  }
}

/** Arrival less the time since boot. */
function bootOf({ receivedUs, kernel }: EventView): number {
  return receivedUs - (kernel.uptimeUs - kernel.clockStartUs);
}
