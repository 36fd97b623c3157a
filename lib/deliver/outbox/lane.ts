import { randomBytes } from 'node:crypto';

/** Numbers of a parcel in its lane. */
export interface LaneRange {
  readonly prev: number;
  readonly next: number;
}

/** How delivery continues when the peer's count of a lane is not the one that a parcel expects. */
export type GapVerdict =
  /** The parcel at `index` continues from the peer's count; `lost`: the most events that the peer had confirmed and no longer has. */
  | { readonly kind: 'continue'; readonly index: number; readonly lost: number }
  /** The peer's count is none that this lane can have reached: another writer uses it. */
  | { readonly kind: 'foreign' };

/** The numbering of the events of one destination object, and how far the peer has followed it. */
export class Lane {
  /** 64 random bits in hex. */
  readonly id: string;
  /** Whether an earlier process made it. */
  readonly isRestored: boolean;
  /** Events numbered so far. */
  #numbered = 0;
  /** The highest `next` that the peer has confirmed. */
  #confirmed = 0;
  /** The highest `next` that was sent. */
  #sent: number;
  /** Confirmed events up to here are already counted as lost. */
  #lostUpTo = 0;

  /** `restored`: the id of a lane of an earlier process, which may have sent more than is known. */
  constructor(restored?: string) {
    this.isRestored = restored !== undefined;
    this.id = restored ?? randomBytes(8).toString('hex');
    this.#sent = restored === undefined ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Numbers the next events. */
  number(events: number): LaneRange {
    const prev = this.#numbered;
    this.#numbered += events;
    return { prev, next: this.#numbered };
  }

  sent({ next }: LaneRange): void {
    this.#sent = Math.max(this.#sent, next);
  }

  confirmed({ next }: LaneRange): void {
    this.#confirmed = Math.max(this.#confirmed, next);
  }

  /** Whether a peer's count shows that another writer uses the lane. */
  isForeign(current: number): boolean {
    return current > this.#sent;
  }

  /** Decides how to continue from the peer's count. `unconfirmed`: all such parcels, in order; nothing is in flight. */
  resolve(current: number, unconfirmed: readonly LaneRange[]): GapVerdict {
    const index = unconfirmed.findIndex(({ next }) => next > current);
    const isWithin = index >= 0 && (unconfirmed[index]?.prev ?? 0) < current;
    const isLoss = current < this.#confirmed;
    if (this.isForeign(current) || (isWithin && !isLoss)) return { kind: 'foreign' };
    const lost = isLoss ? this.#confirmed - Math.max(current, this.#lostUpTo) : 0;
    if (isLoss) this.#lostUpTo = this.#confirmed;
    return { kind: 'continue', index, lost: Math.max(0, lost) };
  }
}
