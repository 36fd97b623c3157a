import { copyBytes } from '../event/copy-bytes.ts';
import { sourceViews } from '../event/data-views.ts';
import type { EventView } from '../event/event-view.ts';
import { BOUNDS } from './bounds.ts';

const CHUNK = 1024;
const CHUNKS_OF_SEGMENT = 1024;
const MOST_CHUNKS = BOUNDS.lastLinesOfSender / CHUNK;
const KEPT_SECONDS = BOUNDS.lastLinesMs / 1000;
/** In front of each text: uptime in microseconds as a double, and the length in bytes. */
const HEADER = 10;
const LENGTH = 8;
const LONGEST = CHUNK - HEADER;
/** In place of a length: the rest of the chunk is empty. */
const NO_MORE = 0xffff;
const NONE = -1;

/** Words of a row, which holds what is kept of one sender. */
const ROW_BITS = 3;
/** Told to the sender; another one when the row is another sender's. */
const STAMP = 0;
const FIRST = 1;
const LAST = 2;
/** Where the next line goes in the last chunk. */
const AT = 3;
const CHUNKS = 4;
/** When the last line came. */
const SECOND = 5;
const OLDER = 6;
const NEWER = 7;

/** A line as it was kept; the uptime is NaN when the record had none. */
export interface LastLine {
  readonly uptimeUs: number;
  readonly text: string;
}

/**
 * The last lines of the senders of a shard, up to 16 KiB each. Memory is taken in chunks of 1 KiB as they print, and given back
 * when a sender has been silent for ten minutes, or when others need it: then the one silent longest loses its lines.
 */
export class LastLines {
  readonly #mostChunks: number;
  readonly #segments: DataView[] = [];
  /** For each chunk the next one of its sender, or the next free one. */
  #next = new Int32Array(CHUNKS_OF_SEGMENT);
  #chunks = 0;
  #freeChunk = NONE;
  #rows = new Int32Array(64 << ROW_BITS);
  #rowCount = 0;
  #freeRow = NONE;
  #stamp = 0;
  #oldest = NONE;
  #newest = NONE;

  constructor(mostBytes: number) {
    this.#mostChunks = Math.floor(mostBytes / CHUNK);
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#segments.length * CHUNKS_OF_SEGMENT * CHUNK;
  }

  /** Whether `row` is still that of the sender that was told `stamp`. */
  isOf(row: number, stamp: number): boolean {
    return this.#rows[(row << ROW_BITS) + STAMP] === stamp;
  }

  /** A row for a sender that has none. */
  open(second: number): number {
    const row = this.#takeRow();
    const at = row << ROW_BITS;
    this.#stamp = (this.#stamp + 1) | 1;
    const chunk = this.#takeChunk(row);
    const rows = this.#rows;
    rows[at + STAMP] = this.#stamp;
    rows[at + FIRST] = chunk;
    rows[at + LAST] = chunk;
    rows[at + AT] = 0;
    rows[at + CHUNKS] = 1;
    rows[at + SECOND] = second;
    this.#link(row);
    return row;
  }

  stampOf(row: number): number {
    return this.#rows[(row << ROW_BITS) + STAMP] as number;
  }

  /** Keeps the text of a record, cut to what a chunk holds. `second` is the monotonic clock. */
  keep(row: number, { text, textStart, textEnd, kernel }: EventView, second: number): void {
    const rows = this.#rows;
    const at = row << ROW_BITS;
    if (rows[at + SECOND] !== second) this.#touch(row, second);
    const length = textEnd - textStart > LONGEST ? LONGEST : textEnd - textStart;
    let used = rows[at + AT] as number;
    if (used + HEADER + length > CHUNK) {
      this.#grow(row, used);
      used = 0;
    }
    const chunk = rows[at + LAST] as number;
    const target = this.#segments[chunk >> 10] as DataView;
    const to = ((chunk & (CHUNKS_OF_SEGMENT - 1)) << 10) + used;
    target.setFloat64(to, kernel.uptimeUs, true);
    target.setUint16(to + LENGTH, length, true);
    copyBytes(sourceViews.of(text), textStart, textStart + length, target, to + HEADER);
    rows[at + AT] = used + HEADER + length;
  }

  /** What is kept in a row, the oldest line first. */
  linesOf(row: number): LastLine[] {
    const lines: LastLine[] = [];
    const at = row << ROW_BITS;
    const last = this.#rows[at + LAST] as number;
    for (let chunk = this.#rows[at + FIRST] as number; ; chunk = this.#next[chunk] as number) {
      const end = chunk === last ? (this.#rows[at + AT] as number) : CHUNK;
      this.#read(chunk, end, lines);
      if (chunk === last) return lines;
    }
  }

  /** Forgets a row. */
  close(row: number): void {
    const rows = this.#rows;
    const at = row << ROW_BITS;
    this.#unlink(row);
    this.#next[rows[at + LAST] as number] = this.#freeChunk;
    this.#freeChunk = rows[at + FIRST] as number;
    rows[at + STAMP] = 0;
    rows[at + FIRST] = this.#freeRow;
    this.#freeRow = row;
  }

  /** Forgets the lines of senders that were silent for too long. */
  expire(second: number): void {
    while (this.#oldest !== NONE) {
      const since = second - (this.#rows[(this.#oldest << ROW_BITS) + SECOND] as number);
      if (since < KEPT_SECONDS) return;
      this.close(this.#oldest);
    }
  }

  #read(chunk: number, end: number, lines: LastLine[]): void {
    const source = this.#segments[chunk >> 10] as DataView;
    const base = (chunk & (CHUNKS_OF_SEGMENT - 1)) << 10;
    for (let used = 0; used + HEADER <= end;) {
      const length = source.getUint16(base + used + LENGTH, true);
      if (length === NO_MORE) return;
      const start = base + used + HEADER;
      const text = Buffer.from(source.buffer, start, length).toString();
      lines.push({ uptimeUs: source.getFloat64(base + used, true), text });
      used += HEADER + length;
    }
  }

  /** Goes on in another chunk. */
  #grow(row: number, used: number): void {
    const rows = this.#rows;
    const at = row << ROW_BITS;
    const last = rows[at + LAST] as number;
    if (used + HEADER <= CHUNK) {
      const target = this.#segments[last >> 10] as DataView;
      const to = ((last & (CHUNKS_OF_SEGMENT - 1)) << 10) + used;
      target.setUint16(to + LENGTH, NO_MORE, true);
    }
    let chunk: number;
    if ((rows[at + CHUNKS] as number) < MOST_CHUNKS) {
      chunk = this.#takeChunk(row);
      (rows[at + CHUNKS] as number)++;
    } else {
      chunk = rows[at + FIRST] as number;
      rows[at + FIRST] = this.#next[chunk] as number;
    }
    this.#next[last] = chunk;
    rows[at + LAST] = chunk;
  }

  /** A chunk for `row`, which is taken from the sender silent longest when there is no other. */
  #takeChunk(row: number): number {
    if (this.#freeChunk === NONE && this.#chunks < this.#mostChunks) return this.#newChunk();
    if (this.#freeChunk === NONE) {
      const oldest = this.#oldest === row ? this.#newerThan(row) : this.#oldest;
      this.close(oldest);
    }
    const chunk = this.#freeChunk;
    this.#freeChunk = this.#next[chunk] as number;
    return chunk;
  }

  #newChunk(): number {
    const chunk = this.#chunks++;
    if (chunk % CHUNKS_OF_SEGMENT === 0) {
      this.#segments.push(new DataView(new ArrayBuffer(CHUNKS_OF_SEGMENT * CHUNK)));
    }
    if (chunk >= this.#next.length) this.#next = doubled(this.#next);
    return chunk;
  }

  #takeRow(): number {
    const free = this.#freeRow;
    if (free !== NONE) {
      this.#freeRow = this.#rows[(free << ROW_BITS) + FIRST] as number;
      return free;
    }
    const row = this.#rowCount++;
    if (this.#rowCount << ROW_BITS > this.#rows.length) this.#rows = doubled(this.#rows);
    return row;
  }

  #touch(row: number, second: number): void {
    this.#rows[(row << ROW_BITS) + SECOND] = second;
    if (row === this.#newest) return;
    this.#unlink(row);
    this.#link(row);
  }

  #link(row: number): void {
    const rows = this.#rows;
    const at = row << ROW_BITS;
    rows[at + OLDER] = this.#newest;
    rows[at + NEWER] = NONE;
    if (this.#newest === NONE) this.#oldest = row;
    else rows[(this.#newest << ROW_BITS) + NEWER] = row;
    this.#newest = row;
  }

  #unlink(row: number): void {
    const rows = this.#rows;
    const older = rows[(row << ROW_BITS) + OLDER] as number;
    const newer = this.#newerThan(row);
    if (older === NONE) this.#oldest = newer;
    else rows[(older << ROW_BITS) + NEWER] = newer;
    if (newer === NONE) this.#newest = older;
    else rows[(newer << ROW_BITS) + OLDER] = older;
  }

  #newerThan(row: number): number {
    return this.#rows[(row << ROW_BITS) + NEWER] as number;
  }
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
