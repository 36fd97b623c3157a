import type { EventView } from '../../event/event-view.ts';
import { KernelView } from '../../event/kernel-view.ts';
import { DuplicateTable, TableBudget } from './duplicate-table.ts';
import { messageId } from '../../event/kernel-fields.ts';
import { MessageIds } from './message-ids.ts';
import { SlotTable } from '../slot-table.ts';

/** Numbers of each sender: those used instead of table and ids until its second record, and rarely used ones. */
const COLD = 6;
const RELEASE = 0;
const FIRST_ID = 1;
const FIRST_ID_SEQUENCE = 2;
/** The last record that was complete; its length is -1 when there is none. */
const LAST_SEQUENCE = 3;
const LAST_UPTIME = 4;
const LAST_LENGTH = 5;

/**
 * Known extended records of every sender, by slot: those received completely, their message ids, and
 * the release. Table and ids are allocated at the second record.
 */
export class SeenRecords {
  readonly #budget: TableBudget;
  #cold = new Float64Array(0);
  readonly #tables = new SlotTable<DuplicateTable>();
  readonly #ids = new SlotTable<MessageIds>();
  readonly #releases = new SlotTable<string>();
  /** The last record in the form that tables take: always the same one keeps them fast. */
  readonly #last = new KernelView();

  constructor(maxTableBytes: number) {
    this.#budget = new TableBudget(maxTableBytes);
  }

  /** Bytes of all tables. */
  get tableBytes(): number {
    return this.#budget.used;
  }

  /** Whether the release differs from that of earlier records. */
  isOtherRelease(view: EventView): boolean {
    const at = view.slot * COLD + RELEASE;
    const known = at < this.#cold.length ? (this.#cold[at] as number) : 0;
    const release = releaseSum(view);
    return release !== 0 && known !== 0 && release !== known;
  }

  /** Whether a record of this number but of another uptime was seen: within one boot there is none. */
  isContradicted(view: EventView): boolean {
    return this.#tables.get(view.slot)?.contradicts(view.kernel) === true;
  }

  /** Whether exactly this record was seen. */
  isKnown(view: EventView, length: number): boolean {
    const table = this.#tables.get(view.slot);
    if (table !== undefined) return table.has(view.kernel, length);
    const { sequence, uptimeUs } = view.kernel;
    const at = view.slot * COLD;
    return (
      this.#cold[at + LAST_SEQUENCE] === sequence &&
      this.#cold[at + LAST_UPTIME] === uptimeUs &&
      this.#cold[at + LAST_LENGTH] === length
    );
  }

  /** Stores a record that was received completely. */
  remember(view: EventView, length: number): void {
    const { kernel, sender } = view;
    const table = this.#tables.get(sender.slot);
    if (table === undefined) this.#rememberFirst(view, length);
    else table.add(kernel, length);
    if (kernel.releaseStart >= 0) this.#rememberRelease(view, sender.slot);
  }

  /** Takes the message id of a stored record; returns the sender's ids if there is a loss to report, or to wait for. */
  takeId(view: EventView): MessageIds | undefined {
    const id = messageId(view);
    if (id < 0) return undefined;
    const { slot } = view;
    const { sequence } = view.kernel;
    const at = slot * COLD;
    let ids = this.#ids.get(slot);
    if (ids === undefined) {
      const first = this.#cold[at + FIRST_ID] as number;
      if (first < 0) {
        this.#cold[at + FIRST_ID] = id;
        this.#cold[at + FIRST_ID_SEQUENCE] = sequence;
        return undefined;
      }
      ids = new MessageIds(first, this.#cold[at + FIRST_ID_SEQUENCE] as number);
      this.#ids.set(slot, ids);
    }
    return ids.take(id, sequence) || ids.isPending ? ids : undefined;
  }

  /** The release of the sender's kernel; undefined if it sent none since its last boot. */
  releaseOf(slot: number): string | undefined {
    return this.#releases.get(slot);
  }

  idsOf(slot: number): MessageIds | undefined {
    return this.#ids.get(slot);
  }

  /** Forgets the records of the previous boot: all numbers above `sequence`. */
  beginBoot(slot: number, sequence: number): void {
    if (slot * COLD >= this.#cold.length) return;
    this.#tables.get(slot)?.forgetAbove(sequence);
    this.#ids.clear(slot);
    const at = slot * COLD;
    this.#cold[at + RELEASE] = 0;
    this.#releases.clear(slot);
    this.#cold[at + FIRST_ID] = -1;
    if ((this.#cold[at + LAST_SEQUENCE] as number) > sequence) this.#cold[at + LAST_LENGTH] = -1;
  }

  /** Forgets the sender: its slot may be given to another. */
  forget(slot: number): void {
    if (slot * COLD >= this.#cold.length) return;
    const table = this.#tables.get(slot);
    if (table !== undefined) this.#budget.giveBack(table.bytes);
    this.#tables.clear(slot);
    this.#ids.clear(slot);
    this.#cold.fill(-1, slot * COLD, (slot + 1) * COLD);
    this.#cold[slot * COLD + RELEASE] = 0;
    this.#releases.clear(slot);
  }

  #rememberRelease(view: EventView, slot: number): void {
    const at = slot * COLD + RELEASE;
    const sum = releaseSum(view);
    if (this.#cold[at] === sum) return;
    this.#cold[at] = sum;
    const { releaseStart, releaseEnd } = view.kernel;
    const release = view.bytes.subarray(releaseStart, releaseEnd);
    this.#releases.set(slot, Buffer.from(release).toString('latin1'));
  }

  /** Without a table: the sender's first record, which needs none, or there is no more memory for tables. */
  #rememberFirst({ kernel, sender }: EventView, length: number): void {
    const { slot } = sender;
    if (slot * COLD >= this.#cold.length) this.#grow(slot);
    const at = slot * COLD;
    if ((this.#cold[at + LAST_LENGTH] as number) >= 0 && this.#budget.takeFirst()) {
      const table = new DuplicateTable(this.#budget);
      this.#last.sequence = this.#cold[at + LAST_SEQUENCE] as number;
      this.#last.uptimeUs = this.#cold[at + LAST_UPTIME] as number;
      table.add(this.#last, this.#cold[at + LAST_LENGTH] as number);
      table.add(kernel, length);
      this.#tables.set(slot, table);
      return;
    }
    this.#cold[at + LAST_SEQUENCE] = kernel.sequence;
    this.#cold[at + LAST_UPTIME] = kernel.uptimeUs;
    this.#cold[at + LAST_LENGTH] = length;
  }

  #grow(slot: number): void {
    const known = this.#cold.length / COLD;
    const size = Math.max(known * 2, slot + 1, 64);
    const cold = new Float64Array(size * COLD).fill(-1);
    cold.set(this.#cold);
    this.#cold = cold;
    for (let i = known; i < size; i++) cold[i * COLD + RELEASE] = 0;
  }
}

/**
 * A cheap check sum of the kernel release, 0 without one. Equal releases have equal sums; that different ones may
 * too only delays the report of a reboot.
 */
function releaseSum(view: EventView): number {
  const { releaseStart, releaseEnd } = view.kernel;
  if (releaseStart < 0) return 0;
  const { bytes } = view;
  const last = bytes[releaseEnd - 1] as number;
  const middle = bytes[(releaseStart + releaseEnd) >> 1] as number;
  return ((releaseEnd - releaseStart) << 16) | (middle << 8) | last;
}
