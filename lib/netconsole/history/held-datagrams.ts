import type { EventView } from '../../event/event-view.ts';
import type { Burst, HeldDatagram } from './burst.ts';

const MAX_PER_SENDER = 512;
const MAX_BYTES = 8 * 1024 * 1024;

/** Copies of datagrams that wait for a decision, bounded for each sender and in all. */
export class HeldDatagrams {
  #bytes = 0;

  /** Whether the limit is reached: the sender needs a decision before another datagram is held. */
  isFull(burst: Burst): boolean {
    const count = burst.held === undefined ? 0 : burst.held.length;
    return count >= MAX_PER_SENDER || this.#bytes > MAX_BYTES;
  }

  hold(burst: Burst, view: EventView): void {
    const bytes = Buffer.from(view.bytes.subarray(view.start, view.end));
    const datagram = { bytes, receivedUs: view.receivedUs, problems: view.problems };
    this.#bytes += bytes.length;
    if (burst.held === undefined) burst.held = [datagram];
    else burst.held.push(datagram);
  }

  /** Removes and returns the datagrams of the sender, in order of arrival. */
  take(burst: Burst): readonly HeldDatagram[] {
    const held = burst.held ?? [];
    for (const datagram of held) this.#bytes -= datagram.bytes.length;
    burst.held = undefined;
    return held;
  }
}
