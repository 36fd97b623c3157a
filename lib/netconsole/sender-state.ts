import type { EventView } from '../event/event-view.ts';
import type { Listener, Sender } from '../event/sender.ts';
import { BootClock } from './boot-clock.ts';
import type { Timed } from './deadline-list.ts';
import type { DuplicateTable } from './duplicate-table.ts';
import { releaseSum } from './first-records.ts';
import { MessageIds } from './message-ids.ts';

/** Records come one after the other. */
export const STEADY = 0;
/** Records heard before come again, close to the last one: a replay, or a network that repeats packets. */
export const REPEATING = 1;
/** Numbers or uptime fell so far that it is a reboot or a replay of the log. */
export const UNDECIDED = 2;
/** The kernel sends its log again. */
export const REPLAY = 3;

const SECOND_US = 1_000_000;
/** How far the estimated boot time may wander, and how much further for each unit of silence. */
const TOLERANCE_US = 2 * SECOND_US;
const DRIFT = 1e-4;
/** How much earlier than the last record of the old boot a new one may seem to begin. */
const BOOT_SLACK_US = SECOND_US / 2;
/** Processors write nearly in order. */
const JITTER_US = SECOND_US / 10;
const BACKLOG_US = SECOND_US;

/** A datagram kept until it is known whether it is a repetition. */
export interface HeldDatagram {
  readonly bytes: Buffer;
  readonly receivedUs: number;
  readonly problems: number;
}

/** What is remembered of one sender from its second datagram on. Times are microseconds unless they say otherwise. */
export class SenderState implements Timed<SenderState> {
  readonly sender: Sender;
  listener: Listener;
  table: DuplicateTable | undefined = undefined;
  readonly clock: BootClock;
  readonly ids: MessageIds = new MessageIds();

  /** The highest sequence number of this boot; -1 for none. */
  maxSequence = -1;
  maxUptimeUs = 0;
  /** Arrival of the last record that belongs to this boot for certain. */
  lastReceivedUs: number;
  /** Length of the record of the highest number; finds its repetition where there is no table. */
  lastLength = -1;
  /** A check sum of the kernel release; 0 for none. */
  release = 0;

  /** `STEADY`, `REPEATING`, `UNDECIDED` or `REPLAY`. */
  mode = STEADY;
  /** Of the records let through since the fall: the highest number and the highest uptime. */
  burstMax = -1;
  burstUptimeUs = 0;
  /** Of all records since the fall: the least boot time, and the first arrival. */
  burstBootUs = 0;
  burstStartUs = 0;
  /** Records heard before and not let through again, and the highest of their numbers. */
  repeats = 0;
  repeatedTo = -1;
  held: HeldDatagram[] | undefined = undefined;

  dueMs = 0;
  isListed = false;
  previous: SenderState | undefined = undefined;
  next: SenderState | undefined = undefined;

  constructor(sender: Sender, listener: Listener, bootUs: number, receivedUs: number) {
    this.sender = sender;
    this.listener = listener;
    this.clock = new BootClock(bootUs, receivedUs);
    this.lastReceivedUs = receivedUs;
  }

  /** Whether number and uptime rise as those of one boot do. */
  isRising(view: EventView): boolean {
    const { sequence, uptimeUs } = view.kernel;
    return sequence > this.maxSequence && uptimeUs > this.maxUptimeUs - JITTER_US;
  }

  /** Whether this uptime is too low for the boot known. */
  isUptimeFall(view: EventView): boolean {
    return view.kernel.uptimeUs <= this.maxUptimeUs - JITTER_US;
  }

  /** Whether exactly this record was seen. */
  isKnown(view: EventView, length: number): boolean {
    const { sequence, uptimeUs } = view.kernel;
    if (this.table !== undefined) return this.table.has(sequence, uptimeUs, length);
    return (
      sequence === this.maxSequence && uptimeUs === this.maxUptimeUs && length === this.lastLength
    );
  }

  /** Whether the boot time of the record has moved, to where a boot after the one known may have begun. */
  mayBeBoot(view: EventView): boolean {
    const bootUs = view.receivedUs - view.kernel.uptimeUs;
    const tolerance = TOLERANCE_US + DRIFT * (view.receivedUs - this.lastReceivedUs);
    return bootUs - this.clock.bootUs > tolerance && bootUs > this.lastReceivedUs - BOOT_SLACK_US;
  }

  /** What proves another boot at once: another kernel, or the number of a record known with another uptime. */
  isOtherBoot(view: EventView): boolean {
    const release = releaseSum(view);
    if (release !== 0 && this.release !== 0 && release !== this.release) return true;
    const { sequence, uptimeUs } = view.kernel;
    if (sequence <= this.burstMax || this.table === undefined) return false;
    return this.table.contradicts(sequence, uptimeUs);
  }

  /** Lets a record through that belongs to the boot known: gap or order, boot time, estimated time. */
  place(view: EventView): void {
    const { kernel, receivedUs } = view;
    const { sequence, uptimeUs } = kernel;
    if (sequence > this.maxSequence) {
      if (this.maxSequence >= 0) kernel.gapBefore = sequence - this.maxSequence - 1;
      this.maxSequence = sequence;
    } else if (sequence <= this.maxSequence) {
      kernel.outOfOrder = true;
    }
    if (uptimeUs > this.maxUptimeUs) this.maxUptimeUs = uptimeUs;
    if (kernel.releaseStart >= 0) this.release = releaseSum(view);
    this.lastReceivedUs = receivedUs;
    this.clock.take(receivedUs - uptimeUs, receivedUs);
    this.#estimate(view, this.clock.bootUs);
  }

  /** The same for a record since the fall, while nothing is decided. */
  placeInBurst(view: EventView): void {
    const { kernel } = view;
    const { sequence, uptimeUs } = kernel;
    if (sequence > this.burstMax) {
      if (this.burstMax >= 0) kernel.gapBefore = sequence - this.burstMax - 1;
      this.burstMax = sequence;
    } else if (sequence <= this.burstMax) {
      kernel.outOfOrder = true;
    }
    if (uptimeUs > this.burstUptimeUs) this.burstUptimeUs = uptimeUs;
    this.#estimate(view, this.burstBootUs);
  }

  beginBurst(view: EventView): void {
    this.mode = UNDECIDED;
    this.burstMax = -1;
    this.burstUptimeUs = 0;
    this.burstBootUs = view.receivedUs - view.kernel.uptimeUs;
    this.burstStartUs = view.receivedUs;
    this.repeats = 0;
    this.repeatedTo = -1;
  }

  /** Takes the burst for the beginning of a new boot. */
  beginBoot(): void {
    this.mode = STEADY;
    this.maxSequence = this.burstMax;
    this.maxUptimeUs = this.burstUptimeUs;
    this.lastReceivedUs = this.burstStartUs;
    this.release = 0;
    this.clock.restart(this.burstBootUs, this.burstStartUs);
    this.table?.forgetAbove(this.burstMax);
    this.ids.restart();
  }

  #estimate(view: EventView, bootUs: number): void {
    const timeUs = bootUs + view.kernel.uptimeUs;
    if (view.receivedUs - timeUs > BACKLOG_US) view.kernel.estimatedTimeUs = timeUs;
  }
}
