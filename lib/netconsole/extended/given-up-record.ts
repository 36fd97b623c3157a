import type { EventView } from '../../event/event-view.ts';

/**
 * The fragmented record given up last. When one more piece of it comes, that is a straggler: it proves neither another
 * loss nor, with its low number and uptime, a reboot.
 */
export class GivenUpRecord {
  #slot = -1;
  #sequence = Number.NaN;
  #uptimeUs = Number.NaN;
  #total = 0;

  set(view: EventView, total: number): void {
    this.#slot = view.slot;
    this.#sequence = view.kernel.sequence;
    this.#uptimeUs = view.kernel.uptimeUs;
    this.#total = total;
  }

  /** Whether `view` holds a piece of it; never for numbers above 2^53, which are not compared. */
  is(view: EventView, total: number): boolean {
    const { sender, kernel } = view;
    return (
      sender.slot === this.#slot &&
      kernel.sequence === this.#sequence &&
      kernel.uptimeUs === this.#uptimeUs &&
      total === this.#total
    );
  }

  /** Forgets it when the sender's slot may be given to another. */
  forget(slot: number): void {
    if (slot === this.#slot) this.#slot = -1;
  }
}
