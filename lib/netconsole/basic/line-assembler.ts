import type { EventView } from '../../event/event-view.ts';
import type { BufferStore } from '../buffer-store.ts';
import { PACKET_BYTES, type ResolvedLimits } from '../netconsole-limits.ts';
import { RecordStores } from '../record-stores.ts';
import { OpenLine } from './open-line.ts';
import { SlotTable } from '../slot-table.ts';

/** Longer than any record of the console code, in any version. */
const MAX_RECORD_BYTES = 16_384;
/** Maximum age of an open record, in time-outs. */
const MAX_WAITS = 10;

/** Takes a record that did not end; its store is free when this returns. */
export type GiveUpLine = (line: OpenLine) => void;

/**
 * Joins basic records that arrive in several packets: cut at 1000 bytes, or sent in parts by kernels before 4.10. One
 * is open for each sender at most; the end is a newline at the end of a packet.
 */
export class LineAssembler {
  readonly #limits: ResolvedLimits;
  readonly #giveUp: GiveUpLine;
  readonly #open = new SlotTable<OpenLine>();
  readonly #stores: RecordStores<OpenLine>;

  constructor(limits: ResolvedLimits, buffers: BufferStore, giveUp: GiveUpLine) {
    this.#limits = limits;
    this.#giveUp = giveUp;
    this.#stores = new RecordStores(limits.pieceTimeoutMs, buffers, giveUp);
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#stores.nextDeadline;
  }

  find(slot: number): OpenLine | undefined {
    return this.#open.get(slot);
  }

  /** Opens a record with `[start, view.end)`; false when there is no room for it. */
  begin(view: EventView, start: number, replayNotice: boolean, nowMs: number): boolean {
    const store = this.#stores.take(view.end - start);
    if (store === undefined) return false;
    const latestMs = nowMs + MAX_WAITS * this.#limits.pieceTimeoutMs;
    const line = new OpenLine(view, replayNotice, latestMs, store);
    this.#open.set(view.slot, line);
    line.append(view, start);
    line.isCut = view.end - view.start === PACKET_BYTES;
    this.#stores.arm(line, nowMs);
    return true;
  }

  /** Appends the packet; false when the record would become too long or too old, or when there is no room. */
  append(line: OpenLine, view: EventView, nowMs: number): boolean {
    const length = view.end - view.start;
    if (line.used + length > MAX_RECORD_BYTES || nowMs >= line.latestMs) return false;
    if (!this.#stores.grow(line, line.used + length, nowMs)) return false;
    line.append(view, view.start);
    line.isCut = length === PACKET_BYTES;
    this.#stores.arm(line, nowMs);
    return true;
  }

  /** Ends a record: its store is free from now on, and valid until the next call of `begin` or `append`. */
  close(line: OpenLine): void {
    const { slot } = line.sender;
    if (this.#open.get(slot) !== line) return;
    this.#open.clear(slot);
    this.#stores.release(line);
  }

  /** Gives up what is due `until` then. */
  expire(until: number): void {
    this.#stores.expire(until);
  }

  /** Gives up the open records of the sender. */
  forget(slot: number): void {
    const line = this.#open.get(slot);
    if (line !== undefined) this.#giveUp(line);
  }
}
