import type { Parcel } from '../parcel.ts';
import { Lane } from './lane.ts';

/** The lanes of parcels that are not with the dispatcher, by id: those of earlier processes, too. */
export class LaneBook {
  readonly #lanes = new Map<string, Lane>();

  /** Parcels of the lane may come back from the disk. */
  add(lane: Lane): void {
    this.#lanes.set(lane.id, lane);
  }

  /** Parcels of a lane that another writer uses go to another one. */
  replace(old: Lane, fresh: Lane): void {
    this.#lanes.set(old.id, old);
    for (const [id, lane] of this.#lanes) if (lane === old) this.#lanes.set(id, fresh);
  }

  /** The parcel as it is sent, with its lane: numbered anew if that was replaced. Called in the order of sending. */
  place(parcel: Parcel): { readonly lane: Lane; readonly parcel: Parcel } {
    const known = this.#lanes.get(parcel.lane);
    const lane = known ?? new Lane(parcel.lane);
    if (known === undefined) this.#lanes.set(lane.id, lane);
    if (lane.id === parcel.lane) {
      return { lane, parcel: lane.isRestored ? { ...parcel, isRestored: true } : parcel };
    }
    return { lane, parcel: { ...parcel, lane: lane.id, ...lane.number(parcel.events) } };
  }
}
