import type { EventView } from '../../event/event-view.ts';
import type { Listener, Sender } from '../../event/sender.ts';
import type { Timed } from '../deadline-list.ts';

/** A copy of one datagram of an extended record that waits for others before it. Its owner owns the store. */
export class WaitingRecord implements Timed<WaitingRecord> {
  readonly sender: Sender;
  readonly listener: Listener;
  readonly receivedUs: number;
  readonly problems: number;
  readonly sequence: number;
  readonly length: number;
  readonly store: Buffer;

  dueMs = 0;
  isListed = false;
  previous: WaitingRecord | undefined = undefined;
  next: WaitingRecord | undefined = undefined;

  /** `store` has room for the datagram in `view`. */
  constructor(view: EventView, store: Buffer) {
    this.sender = view.sender;
    this.listener = view.listener;
    this.receivedUs = view.receivedUs;
    this.problems = view.problems;
    this.sequence = view.kernel.sequence;
    this.length = view.end - view.start;
    this.store = store;
    store.set(view.bytes.subarray(view.start, view.end), 0);
  }

  /** Whether `view` holds the same datagram again, byte for byte. */
  isSame(view: EventView): boolean {
    const { bytes, start, end } = view;
    return this.store.compare(bytes, start, end, 0, this.length) === 0;
  }
}
