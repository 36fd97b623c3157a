import type { EventView } from '../../event/event-view.ts';
import { SlotTable } from '../slot-table.ts';

interface GivenUpRecord {
  readonly sequence: number;
  readonly uptimeUs: number;
  readonly total: number;
}

/**
 * The fragmented record of each sender that was given up last. A late fragment of it proves
 * neither another loss nor, with its low number and uptime, a reboot.
 */
export class GivenUpRecords {
  readonly #last = new SlotTable<GivenUpRecord>();

  set({ slot, kernel }: EventView, total: number): void {
    const { sequence, uptimeUs } = kernel;
    this.#last.set(slot, { sequence, uptimeUs, total });
  }

  /** Whether `view` holds a fragment of that record; never for numbers above 2^53, which are not compared. */
  has({ slot, kernel }: EventView, total: number): boolean {
    const last = this.#last.get(slot);
    return (
      last !== undefined &&
      kernel.sequence === last.sequence &&
      kernel.uptimeUs === last.uptimeUs &&
      total === last.total
    );
  }

  /** Forgets the record of a sender whose slot may be given to another. */
  forget(slot: number): void {
    this.#last.clear(slot);
  }
}
