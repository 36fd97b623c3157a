import { copyAscii, copyBytes } from '../event/copy-bytes.ts';
import { sourceViews } from '../event/data-views.ts';
import type { EventView } from '../event/event-view.ts';

/** How much of a line is kept. */
const LONGEST = 2048;
/** In front of each text: uptime, source and slot of the sender, number of the piece with the line before it and its place there, length. */
const SOURCE = 8;
const SLOT = 12;
const PIECE = 16;
const PLACE = 20;
const LENGTH = 22;
const HEADER = 24;
const NONE = -1;

/** A line as it was kept; the uptime is NaN when the record had none. */
export interface LastLine {
  readonly uptimeUs: number;
  readonly text: string;
}

/**
 * One piece of the log of last lines, up to 64 KiB. Everything that is passed for each record is a small integer, since larger
 * numbers would be allocated.
 */
export class LineLog {
  /** How many pieces came before. */
  number = 0;
  /** Where the next line goes. */
  at = 0;
  /** When it was begun, monotonic milliseconds. */
  begunMs = 0;
  readonly #bytes: DataView;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
    this.#bytes = new DataView(new ArrayBuffer(size));
  }

  /** Begins anew. */
  begin(number: number, nowMs: number): void {
    this.number = number;
    this.at = 0;
    this.begunMs = nowMs;
  }

  /** Adds the text of a record; returns its place, -1 when there is no room. */
  add(view: EventView, source: number): number {
    const { text, textStart, textEnd } = view;
    const { at } = this;
    const length = textEnd - textStart > LONGEST ? LONGEST : textEnd - textStart;
    const end = at + HEADER + length;
    if (end > this.#size) return NONE;
    const bytes = this.#bytes;
    bytes.setFloat64(at, view.kernel.uptimeUs, true);
    bytes.setInt32(at + SOURCE, source, true);
    bytes.setInt32(at + SLOT, view.slot, true);
    bytes.setUint16(at + LENGTH, length, true);
    const from = sourceViews.of(text);
    if (text === view.plainIn) copyAscii(from, textStart, textStart + length, bytes, at + HEADER);
    else copyBytes(from, textStart, textStart + length, bytes, at + HEADER);
    this.at = end;
    return at;
  }

  /** Links the line at `at` to the sender's line before it; piece -1 for none. */
  link(at: number, piece: number, place: number): void {
    this.#bytes.setInt32(at + PIECE, piece, true);
    this.#bytes.setUint16(at + PLACE, place, true);
  }

  /** Adds a line of another piece; there is room. Returns its place. */
  copy(from: LineLog, at: number): number {
    const to = this.at;
    const size = from.sizeAt(at);
    copyBytes(from.#bytes, at, at + size, this.#bytes, to);
    this.at = to + size;
    return to;
  }

  sourceAt(at: number): number {
    return this.#bytes.getInt32(at + SOURCE, true);
  }

  slotAt(at: number): number {
    return this.#bytes.getInt32(at + SLOT, true);
  }

  /** The piece of the line before that at `at`; -1 when there is none. */
  pieceBefore(at: number): number {
    return this.#bytes.getInt32(at + PIECE, true);
  }

  placeBefore(at: number): number {
    return this.#bytes.getUint16(at + PLACE, true);
  }

  /** Bytes of a line with its header. */
  sizeAt(at: number): number {
    return HEADER + this.#bytes.getUint16(at + LENGTH, true);
  }

  lineAt(at: number): LastLine {
    const text = Buffer.from(this.#bytes.buffer, at + HEADER, this.sizeAt(at) - HEADER).toString();
    return { uptimeUs: this.#bytes.getFloat64(at, true), text };
  }
}
