import type { EventView } from '../../event/event-view.ts';
import type { Listener, Sender } from '../../event/sender.ts';
import type { Timed } from '../deadline-list.ts';
import { estimate, type BootStart } from './sender-numbers.ts';

/** Records come one after the other. */
export const STEADY = 0;
/** Records heard before come again, close to the last one: a replay, or a network that repeats packets. */
export const REPEATING = 1;
/** Numbers or uptime fell so far that it is a reboot or a replay of the log. */
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
  /** Of the records let through since the fall: the highest number and the highest uptime. */
  burstMax = -1;
  burstUptimeUs = 0;
  /** Of all records since the fall: the least boot time, and the first arrival. */
  burstBootUs = 0;
  burstStartUs = 0;
  /** What the clock of these records showed at boot, see `clockStart`; the uptimes above count from there. */
  burstClockUs = 0;
  /** Arrival of the last record of the boot before this one, once a reboot is certain. */
  lastBootUs = 0;
  /** Records heard before and not let through again, and the highest of their numbers; in a replay the last one. */
  repeats = 0;
  repeatedTo = -1;
  held: HeldDatagram[] | undefined = undefined;
  /** The highest number held since the fall; -1 for none. */
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

  /** Learns the boot time from a record since the fall. */
  lowerBoot(view: EventView): void {
    const bootUs = bootOf(view);
    if (bootUs < this.burstBootUs) this.burstBootUs = bootUs;
  }

  /** Whether the kernel that counted jiffies when the burst began has found a better clock, or its jiffies have overflowed. */
  hasOtherClock(view: EventView): boolean {
    return this.burstClockUs !== 0 && view.kernel.clockStartUs !== this.burstClockUs;
  }

  /** Goes on with the clock of this record: what the other one said of the boot time does not hold. */
  changeClock(view: EventView): void {
    this.burstClockUs = view.kernel.clockStartUs;
    this.burstUptimeUs = 0;
    this.burstBootUs = bootOf(view);
  }

  /** Lets a record through while nothing is decided: gap or order, and estimated time, as if it was another boot. */
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

  /** Counts a record heard before, close to the last one. */
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

  /** Counts a record of a replay, which may begin anew; the pieces of one count once. */
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
