import type { EventView } from '../event/event-view.ts';
import type { LastLine, LastLines } from './last-lines.ts';

const MS_PER_SECOND = 1000;

/** The rows of one source's senders among the last lines of the shard, by slot: row and stamp. */
export class SenderLines {
  readonly #lines: LastLines;
  #rows = new Int32Array(128);

  constructor(lines: LastLines) {
    this.#lines = lines;
  }

  /** Keeps the text of a record. */
  keep(view: EventView, nowMs: number): void {
    const at = view.slot << 1;
    const second = Math.trunc(nowMs / MS_PER_SECOND) | 0;
    if (at >= this.#rows.length) this.#grow(at);
    let row = this.#rows[at] as number;
    const stamp = this.#rows[at + 1] as number;
    if (stamp === 0 || !this.#lines.isOf(row, stamp)) {
      row = this.#lines.open(second);
      this.#rows[at] = row;
      this.#rows[at + 1] = this.#lines.stampOf(row);
    }
    this.#lines.keep(row, view, second);
  }

  /** What is kept of a sender, the oldest line first. */
  of(slot: number): LastLine[] {
    return this.#isKept(slot) ? this.#lines.linesOf(this.#rows[slot << 1] as number) : [];
  }

  forget(slot: number): void {
    if (!this.#isKept(slot)) return;
    this.#lines.close(this.#rows[slot << 1] as number);
    this.#rows[(slot << 1) + 1] = 0;
  }

  #isKept(slot: number): boolean {
    const stamp = this.#rows[(slot << 1) + 1] ?? 0;
    return stamp !== 0 && this.#lines.isOf(this.#rows[slot << 1] as number, stamp);
  }

  #grow(at: number): void {
    const larger = new Int32Array(Math.max(2 * this.#rows.length, at + 2));
    larger.set(this.#rows);
    this.#rows = larger;
  }
}
