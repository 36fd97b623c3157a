import type { Listener, Sender } from '../event/sender.ts';
import { BootClock } from './boot-clock.ts';
import type { Timed } from './deadline-list.ts';
import type { DuplicateTable } from './duplicate-table.ts';
import { MessageIds } from './message-ids.ts';

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
  /** Of the records since the fall: the highest number let through, the highest uptime, the least boot time. */
  burstMax = -1;
  burstUptimeUs = 0;
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
}
