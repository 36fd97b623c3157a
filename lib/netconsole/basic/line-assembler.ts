import type { EventView } from '../../event/event-view.ts';
import type { BufferStore } from '../buffer-store.ts';
import { DeadlineList } from '../deadline-list.ts';
import { PACKET_BYTES, type ResolvedLimits } from '../netconsole-limits.ts';
import { OpenLine } from './open-line.ts';
import { SlotTable } from '../slot-table.ts';

/** Longer than any record of the console code, in any version. */
const MAX_RECORD_BYTES = 16_384;
/** How many time-outs a record may last that goes on and on. */
const MAX_WAITS = 10;

/** Takes a record that did not end; its store is free when this returns. */
export type GiveUpLine = (line: OpenLine) => void;

/**
 * Joins basic records that come in several packets: cut at 1000 bytes, or sent piece by piece by kernels before 4.10. One
 * is open for each sender at most; the end is a newline at the end of a packet.
 */
export class LineAssembler {
  readonly #limits: ResolvedLimits;
  readonly #buffers: BufferStore;
  readonly #giveUp: GiveUpLine;
  readonly #open = new SlotTable<OpenLine>();
  readonly #deadlines: DeadlineList<OpenLine>;

  constructor(limits: ResolvedLimits, buffers: BufferStore, giveUp: GiveUpLine) {
    this.#limits = limits;
    this.#buffers = buffers;
    this.#giveUp = giveUp;
    this.#deadlines = new DeadlineList(limits.pieceTimeoutMs);
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#deadlines.nextDeadline;
  }

  find(slot: number): OpenLine | undefined {
    return this.#open.get(slot);
  }

  /** Opens a record with `[start, view.end)`; false when there is no room for it. */
  begin(view: EventView, start: number, replayNotice: boolean, nowMs: number): boolean {
    const store = this.#take(view.end - start);
    if (store === undefined) return false;
    const latestMs = nowMs + MAX_WAITS * this.#limits.pieceTimeoutMs;
    const line = new OpenLine(view, replayNotice, latestMs, store);
    this.#open.set(view.slot, line);
    line.append(view, start);
    line.isCut = view.end - view.start === PACKET_BYTES;
    this.#deadlines.arm(line, nowMs);
    return true;
  }

  /** Appends the packet; false when the record would become too long or too old, or when there is no room. */
  append(line: OpenLine, view: EventView, nowMs: number): boolean {
    const length = view.end - view.start;
    if (line.used + length > MAX_RECORD_BYTES || nowMs >= line.latestMs) return false;
    // Out of the list while others are given up for its sake.
    this.#deadlines.cancel(line);
    const hasRoom = this.#fit(line, line.used + length);
    this.#deadlines.arm(line, nowMs);
    if (!hasRoom) return false;
    line.append(view, view.start);
    line.isCut = length === PACKET_BYTES;
    return true;
  }

  /** Ends a record: its store is free from now on, and valid until the next call of `begin` or `append`. */
  close(line: OpenLine): void {
    const { slot } = line.sender;
    if (this.#open.get(slot) !== line) return;
    this.#open.clear(slot);
    this.#deadlines.cancel(line);
    this.#buffers.giveBack(line.store);
  }

  /** Gives up what is due `until` then. */
  expire(until: number): void {
    for (;;) {
      const line = this.#deadlines.first;
      if (line === undefined || line.dueMs > until) return;
      this.#giveUp(line);
    }
  }

  /** Gives up what is open of the sender. */
  forget(slot: number): void {
    const line = this.#open.get(slot);
    if (line !== undefined) this.#giveUp(line);
  }

  #take(size: number): Buffer | undefined {
    for (;;) {
      const buffer = this.#buffers.take(size);
      if (buffer !== undefined) return buffer;
      const oldest = this.#deadlines.first;
      if (oldest === undefined) return undefined;
      this.#giveUp(oldest);
    }
  }

  #fit(line: OpenLine, needed: number): boolean {
    if (needed <= line.store.length) return true;
    const larger = this.#take(needed);
    if (larger === undefined) return false;
    line.store.copy(larger, 0, 0, line.used);
    this.#buffers.giveBack(line.store);
    line.store = larger;
    return true;
  }
}
