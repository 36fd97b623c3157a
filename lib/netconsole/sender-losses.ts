/** Messages of one sender that are known to be missing. */
export interface Losses {
  /** Lost on the way: gaps in the message ids. */
  readonly lost: number;
  /** Dropped by the sender's own kernel, as it reported. */
  readonly droppedByKernel: number;
}

const NONE: Losses = { lost: 0, droppedByKernel: 0 };

/** Losses of senders, by slot. Most senders have none, so that a map is smaller than an array. */
export class SenderLosses {
  readonly #bySlot = new Map<number, Losses>();

  of(slot: number): Losses {
    return this.#bySlot.get(slot) ?? NONE;
  }

  lost(slot: number, messages: number): void {
    const known = this.of(slot);
    this.#bySlot.set(slot, { ...known, lost: known.lost + messages });
  }

  dropped(slot: number, messages: number): void {
    const known = this.of(slot);
    this.#bySlot.set(slot, { ...known, droppedByKernel: known.droppedByKernel + messages });
  }

  /** The slot may be given to another sender. */
  forget(slot: number): void {
    this.#bySlot.delete(slot);
  }
}
