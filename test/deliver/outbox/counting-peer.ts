import type { Carrier, SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import type { Parcel } from '../../../lib/deliver/parcel.ts';

/** A peer that counts the events of each lane, as the script of a Redis destination does. */
export class CountingPeer implements Carrier {
  readonly window = 3;
  readonly countsLanes = true;
  readonly backOff = { minMs: 1, maxMs: 2 };
  /** The names of the parcels that it took, in order. */
  readonly taken: string[] = [];
  /** Whether it takes nothing. */
  isAway = false;
  readonly #counts = new Map<string, number>();
  #lastLane = '';

  send({ lane, prev, next, runs, names }: Parcel): Promise<SendResult> {
    return new Promise((resolve) => {
      setImmediate(() => {
        if (this.isAway) {
          resolve({ kind: 'retry', problem: 'Cannot reach the peer' });
          return;
        }
        const current = this.#counts.get(lane) ?? 0;
        this.#lastLane = lane;
        if (current >= next) resolve({ kind: 'repeated', current });
        else if (current !== prev) resolve({ kind: 'gap', current });
        else {
          this.#counts.set(lane, next);
          this.taken.push(names[runs[0] ?? -1] ?? '');
          resolve({ kind: 'delivered' });
        }
      });
    });
  }

  /** Another writer uses the lane of the last parcel. */
  meddle(): void {
    this.#counts.set(this.#lastLane, 1_000_000);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
