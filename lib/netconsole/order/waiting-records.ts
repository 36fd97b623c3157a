import type { EventView } from '../../event/event-view.ts';
import type { WaitingRecord } from './waiting-record.ts';

/** Waiting records of one sender, by sequence; those of one number in order of arrival. */
export class WaitingRecords {
  readonly slot: number;
  /** Bytes of their stores. */
  bytes = 0;
  readonly #records: WaitingRecord[] = [];

  constructor(slot: number) {
    this.slot = slot;
  }

  get count(): number {
    return this.#records.length;
  }

  /** The one with the lowest number. */
  get first(): WaitingRecord | undefined {
    return this.#records[0];
  }

  /** Whether the datagram in `view` waits already. */
  has(view: EventView): boolean {
    const { sequence } = view.kernel;
    for (let i = this.#after(sequence) - 1; i >= 0; i--) {
      const record = this.#records[i] as WaitingRecord;
      if (record.sequence !== sequence) return false;
      if (record.isSame(view)) return true;
    }
    return false;
  }

  insert(record: WaitingRecord): void {
    this.#records.splice(this.#after(record.sequence), 0, record);
    this.bytes += record.store.length;
  }

  /** Takes out the one with the lowest number. */
  shift(): void {
    const record = this.#records.shift();
    if (record !== undefined) this.bytes -= record.store.length;
  }

  /** The index after those up to `sequence`; searched from the end, where most records are added. */
  #after(sequence: number): number {
    let index = this.#records.length;
    while (index > 0 && (this.#records[index - 1] as WaitingRecord).sequence > sequence) index--;
    return index;
  }
}
