import type { EventView } from '../event/event-view.ts';
import { BOUNDS } from './bounds.ts';
import type { CrashClock } from './crash-exits.ts';
import { LineLog, type LastLine } from './line-log.ts';

const PLACE_BITS = 16;
const PIECE = 1 << PLACE_BITS;
/** How much of a piece's number a position holds: more than there are pieces at a time. */
const NUMBER_MASK = (1 << (31 - PLACE_BITS)) - 1;
/** Of each piece this much is kept of senders that have been silent since, and this much of each of them. */
const RESCUED = PIECE / 8;
const RESCUED_OF_SENDER = 2048;
/** The log has room for twice the last lines of each sender, since not all print alike. */
const PIECES_OF_SENDER = (2 * BOUNDS.lastLinesOfSender) / PIECE;
const FEWEST_PIECES = 3;
const NONE = -1;

/** The positions of the last lines of one source's senders, by slot; -1 for none. */
export interface LineOwners {
  last: Int32Array;
}

/**
 * The last lines of the senders of a shard, up to 16 KiB each: one log in which each line points to the one of the same
 * sender before it, since writing in one place is cheaper than in as many as there are senders. When the log is full, its
 * oldest piece is used again; of senders that were silent since, the last lines are kept. So the lines of the
 * senders silent longest go first, and a sender that prints much does not push out those of others.
 */
export class LastLines {
  readonly #mostPieces: number;
  /** The oldest first; their numbers follow each other. */
  readonly #pieces: LineLog[] = [];
  #piece = new LineLog(0);
  /** One that was read to the end. */
  #spare: LineLog | undefined = undefined;
  readonly #sources: LineOwners[] = [];
  #senders = 0;

  constructor(mostBytes: number) {
    this.#mostPieces = Math.floor(mostBytes / PIECE) - 1;
  }

  /** Memory taken. */
  get bytes(): number {
    return (this.#pieces.length + (this.#spare === undefined ? 0 : 1)) * PIECE;
  }

  /** Gives the senders of a source a number. */
  register(source: LineOwners): number {
    return this.#sources.push(source) - 1;
  }

  /** Notes that a sender has no lines any more. */
  forgotten(): void {
    this.#senders--;
  }

  /** Keeps the text of a record after the last line of its sender; returns its position. */
  keep(view: EventView, source: number, last: number, clock: CrashClock): number {
    const at = this.#piece.add(view, source);
    if (at < 0) return this.#keepInNext(view, source, clock);
    if (last < 0) this.#senders++;
    const { number } = this.#piece;
    const piece = last < 0 ? NONE : number - ((number - (last >> PLACE_BITS)) & NUMBER_MASK);
    this.#piece.link(at, piece, last & (PIECE - 1));
    return ((number & NUMBER_MASK) << PLACE_BITS) | at;
  }

  /** The lines up to that at the position `last`, the oldest first. */
  upTo(last: number): LastLine[] {
    const lines: LastLine[] = [];
    let bytes = 0;
    let piece = last < 0 ? undefined : this.#pieces[this.#indexOf(last)];
    let at = last & (PIECE - 1);
    while (piece !== undefined) {
      bytes += piece.sizeAt(at);
      if (bytes > BOUNDS.lastLinesOfSender) break;
      lines.push(piece.lineAt(at));
      const before = piece.pieceBefore(at);
      at = piece.placeBefore(at);
      piece = before < 0 ? undefined : this.#pieces[before - (this.#pieces[0]?.number ?? 0)];
    }
    return lines.toReversed();
  }

  /** Gives memory back that holds only what is too old. */
  expire(nowMs: number): void {
    for (;;) {
      // A piece is as old as the next one.
      const next = this.#pieces[1];
      if (next === undefined || nowMs - next.begunMs <= BOUNDS.lastLinesMs) return;
      const oldest = this.#pieces.shift();
      if (oldest !== undefined) this.#forget(this.#silentIn(oldest), oldest);
      this.#spare = undefined;
    }
  }

  #keepInNext(view: EventView, source: number, clock: CrashClock): number {
    this.#turn(clock.nowMs);
    // The sender's last line may have been copied.
    const last = this.#sources[source]?.last[view.slot] ?? NONE;
    return this.keep(view, source, last, clock);
  }

  /** Goes on in another piece, the oldest one when there are enough. */
  #turn(nowMs: number): void {
    const wanted = Math.ceil(this.#senders * PIECES_OF_SENDER) + FEWEST_PIECES;
    const isFull = this.#pieces.length >= Math.min(wanted, this.#mostPieces);
    const oldest = isFull ? this.#pieces.shift() : undefined;
    const { number } = this.#piece;
    this.#piece = this.#spare ?? new LineLog(PIECE);
    this.#piece.begin(number + 1, nowMs);
    this.#pieces.push(this.#piece);
    this.#spare = oldest;
    if (oldest !== undefined) this.#rescue(oldest);
  }

  /** Copies the last lines of senders that have no later ones, those silent longest last. */
  #rescue(oldest: LineLog): void {
    const silent = this.#silentIn(oldest);
    while (this.#piece.at < RESCUED) {
      const last = silent.pop();
      if (last === undefined) return;
      let copied = NONE;
      for (const at of chainOf(oldest, last)) {
        const to = this.#piece.copy(oldest, at);
        this.#piece.link(to, copied < 0 ? NONE : this.#piece.number, copied < 0 ? 0 : copied);
        copied = to;
      }
      this.#setLast(oldest, last, ((this.#piece.number & NUMBER_MASK) << PLACE_BITS) | copied);
    }
    this.#forget(silent, oldest);
  }

  /** The places of those lines in a piece that are the last ones of their senders. */
  #silentIn(piece: LineLog): number[] {
    const silent: number[] = [];
    for (let at = 0; at < piece.at; at += piece.sizeAt(at)) {
      const position = ((piece.number & NUMBER_MASK) << PLACE_BITS) | at;
      const last = this.#sources[piece.sourceAt(at)]?.last[piece.slotAt(at)];
      if (last === position) silent.push(at);
    }
    return silent;
  }

  #forget(places: readonly number[], piece: LineLog): void {
    for (const at of places) {
      this.#setLast(piece, at, NONE);
      this.#senders--;
    }
  }

  #setLast(piece: LineLog, at: number, position: number): void {
    const source = this.#sources[piece.sourceAt(at)];
    if (source !== undefined) source.last[piece.slotAt(at)] = position;
  }

  #indexOf(position: number): number {
    const oldest = this.#pieces[0]?.number ?? 0;
    return ((position >> PLACE_BITS) - oldest) & NUMBER_MASK;
  }
}

/** The lines of one sender in a piece up to the one at `last`, the oldest first. */
function chainOf(piece: LineLog, last: number): number[] {
  const chain = [last];
  let bytes = piece.sizeAt(last);
  for (let at = last; piece.pieceBefore(at) === piece.number;) {
    at = piece.placeBefore(at);
    bytes += piece.sizeAt(at);
    if (bytes > RESCUED_OF_SENDER) break;
    chain.push(at);
  }
  return chain.toReversed();
}
