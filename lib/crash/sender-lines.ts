import type { EventView } from '../event/event-view.ts';
import type { CrashClock } from './crash-exits.ts';
import type { LastLines, LineOwners } from './last-lines.ts';
import type { LastLine } from './line-log.ts';

const NONE = -1;

/** The last lines of one source's senders, by slot. */
export class SenderLines implements LineOwners {
  last: Int32Array = new Int32Array(64).fill(NONE);
  readonly #lines: LastLines;
  readonly #source: number;

  constructor(lines: LastLines) {
    this.#lines = lines;
    this.#source = lines.register(this);
  }

  /** Keeps the text of a record. */
  keep(view: EventView, clock: CrashClock): void {
    const { slot } = view;
    if (slot >= this.last.length) this.#grow(slot);
    this.last[slot] = this.#lines.keep(view, this.#source, this.last[slot] as number, clock);
  }

  /** The lines that are kept of a sender, the oldest first. */
  of(slot: number): LastLine[] {
    return this.#lines.upTo(this.last[slot] ?? NONE);
  }

  forget(slot: number): void {
    if ((this.last[slot] ?? NONE) < 0) return;
    this.last[slot] = NONE;
    this.#lines.forgotten();
  }

  /** Forgets all senders. */
  clear(): void {
    for (let slot = 0; slot < this.last.length; slot++) this.forget(slot);
    this.last = new Int32Array(0);
  }

  #grow(slot: number): void {
    const larger = new Int32Array(Math.max(2 * this.last.length, slot + 1)).fill(NONE);
    larger.set(this.last);
    this.last = larger;
  }
}
