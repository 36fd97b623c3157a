import type { EventView } from '../../event/event-view.ts';
import type { Listener, Sender } from '../../event/sender.ts';
import type { Timed } from '../deadline-list.ts';

/** A basic record that has not ended: its packets joined. The store belongs to the assembler. */
export class OpenLine implements Timed<OpenLine> {
  readonly sender: Sender;
  readonly listener: Listener;
  /** Arrival of the first packet. */
  readonly receivedUs: number;
  /** Monotonic milliseconds when it must end, however many packets follow. */
  readonly latestMs: number;
  readonly replayNotice: boolean;
  store: Buffer;
  used = 0;
  /** Datagrams in it. */
  packets = 0;
  /** Whether the last packet was as long as the kernel makes them, and so was cut. */
  isCut = false;
  problems = 0;

  dueMs = 0;
  isListed = false;
  previous: OpenLine | undefined = undefined;
  next: OpenLine | undefined = undefined;

  constructor(view: EventView, replayNotice: boolean, latestMs: number, store: Buffer) {
    this.sender = view.sender;
    this.listener = view.listener;
    this.receivedUs = view.receivedUs;
    this.replayNotice = replayNotice;
    this.latestMs = latestMs;
    this.store = store;
  }

  /** Appends `[start, view.end)`; the store has room for it. */
  append(view: EventView, start: number): void {
    this.store.set(view.bytes.subarray(start, view.end), this.used);
    this.used += view.end - start;
    this.packets++;
    this.problems |= view.problems;
  }
}
