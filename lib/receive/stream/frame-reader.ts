import type { FramingConfig } from '../../config/source-config.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { MAX_HEADER_BYTES, NOT_COUNTED, OctetCount, UNDECIDED } from './octet-count.ts';

const NUL = 0;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What the bytes at hand belong to. */
const START = 0;
/** … a frame of which it is not known whether it is counted; its first bytes are kept. */
const HEADER = 1;
const LINE = 2;
const COUNTED = 3;
/** … the rest of a message that was too long. */
const LINE_REST = 4;
const COUNTED_REST = 5;
/** … a newline after a counted frame, which some senders add. */
const STRAY = 6;

/** Takes a message, `bytes[start, end)`, valid during the call; a newline is its last byte, unless it is empty. */
export type TakeMessage = (
  bytes: Uint8Array,
  start: number,
  end: number,
  isTruncated: boolean,
) => void;

/**
 * Splits a stream of bytes into messages, whatever the chunks it arrives in.
 *
 *   *( count SP message [LF] / message ( LF / CR LF / NUL ) )
 *
 * Messages that are whole in a chunk are passed on in place; the beginning of any other is kept, up to `maxFrameBytes`: what is longer is
 * passed on without its tail, which is skipped.
 */
export class FrameReader {
  /** While a message is passed on: where in the chunk the bytes after it begin. */
  next = 0;
  readonly #maxBytes: number;
  readonly #count: OctetCount | undefined;
  /** One more byte than a message has: a carriage return after it does not count. */
  readonly #kept: FrameBuffer;
  readonly #take: TakeMessage;
  #state = START;
  /** Bytes of a counted frame that have not arrived. */
  #remaining = 0;
  /** Where the next NUL is, at or after the cursor: it is looked for once, not for each line. */
  #nextNul = 0;

  constructor({ framing, maxFrameBytes }: FramingConfig, take: TakeMessage) {
    this.#maxBytes = maxFrameBytes;
    this.#kept = new FrameBuffer(maxFrameBytes + 1);
    this.#count = framing === 'newline' ? undefined : new OctetCount(framing === 'octet-counting');
    this.#take = take;
  }

  /** Takes the next bytes, which are changed in place. */
  push(chunk: Buffer): void {
    this.#nextNul = -1;
    for (let at = 0; at < chunk.length; at = this.#step(chunk, at));
  }

  /** The stream has ended: what is left is a message. */
  end(): void {
    const isCut = this.#state === COUNTED;
    if (this.#kept.length > 0) this.#passKept(isCut || this.#kept.length > this.#maxBytes);
    this.#state = START;
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case START:
        return this.#start(chunk, at);
      case HEADER:
        return this.#header(chunk, at);
      case LINE:
      case LINE_REST:
        return this.#line(chunk, at);
      case STRAY:
        return this.#stray(chunk, at);
      default:
        return this.#counted(chunk, at);
    }
  }

  #start(chunk: Buffer, at: number): number {
    const count = this.#count?.find(chunk, at, chunk.length) ?? NOT_COUNTED;
    if (count === UNDECIDED) {
      this.#kept.append(chunk, at, chunk.length);
      this.#state = HEADER;
      return chunk.length;
    }
    if (count === NOT_COUNTED) return this.#line(chunk, at);
    this.#state = COUNTED;
    this.#remaining = count;
    return this.#counted(chunk, at + (this.#count as OctetCount).headerBytes);
  }

  /** Adds byte by byte to the few that are kept, until they are enough. */
  #header(chunk: Buffer, at: number): number {
    const kept = this.#kept;
    let cursor = at;
    let count = UNDECIDED;
    while (count === UNDECIDED && cursor < chunk.length && kept.length < MAX_HEADER_BYTES) {
      kept.append(chunk, cursor, ++cursor);
      count = (this.#count as OctetCount).find(kept.bytes, 0, kept.length);
    }
    if (count === UNDECIDED) return cursor;
    if (count === NOT_COUNTED) {
      // The last byte may end the line.
      kept.length--;
      this.#state = LINE;
      return cursor - 1;
    }
    const { headerBytes } = this.#count as OctetCount;
    const begun = kept.length - headerBytes;
    kept.length = 0;
    this.#state = COUNTED;
    this.#remaining = count;
    return cursor - begun;
  }

  #line(chunk: Buffer, at: number): number {
    const end = this.#endOfLine(chunk, at);
    this.next = Math.min(end + 1, chunk.length);
    if (this.#state === LINE_REST) {
      if (end < chunk.length) this.#state = START;
      return end + 1;
    }
    const kept = this.#kept;
    if (end === chunk.length) {
      this.#state = LINE;
      const isWhole = kept.append(chunk, at, end) === end - at;
      if (!isWhole) {
        this.#state = LINE_REST;
        this.#passKept(true);
      }
      return end;
    }
    if (kept.length === 0) this.#passLine(chunk, at, end);
    else {
      const isWhole = kept.append(chunk, at, end) === end - at;
      if (chunk[end] === NEWLINE && isWhole && kept.bytes[kept.length - 1] === CARRIAGE_RETURN) {
        kept.length--;
      }
      this.#passKept(kept.length > this.#maxBytes);
    }
    this.#state = START;
    return end + 1;
  }

  #counted(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#remaining);
    const isComplete = end - at === this.#remaining;
    this.#remaining -= end - at;
    this.next = end;
    if (this.#state === COUNTED) {
      const kept = this.#kept;
      if (isComplete && kept.length === 0 && end < chunk.length) this.#passCounted(chunk, at, end);
      else {
        const isWhole = kept.append(chunk, at, end) === end - at;
        if (isComplete || !isWhole) this.#passKept(!isWhole || kept.length > this.#maxBytes);
        if (!isWhole) this.#state = COUNTED_REST;
      }
    }
    if (isComplete) this.#state = STRAY;
    return end;
  }

  #stray(chunk: Buffer, at: number): number {
    const byte = chunk[at];
    if (byte === CARRIAGE_RETURN) return at + 1;
    this.#state = START;
    return byte === NEWLINE || byte === NUL ? at + 1 : at;
  }

  #endOfLine(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(NEWLINE, at);
    if (this.#nextNul < at) {
      const nul = chunk.indexOf(NUL, at);
      this.#nextNul = nul < 0 ? chunk.length : nul;
    }
    return Math.min(newline < 0 ? chunk.length : newline, this.#nextNul);
  }

  /** Passes `chunk[start, end)` on, after which is the end of the line. */
  #passLine(chunk: Buffer, start: number, end: number): void {
    const isReturn = chunk[end] === NEWLINE && end > start && chunk[end - 1] === CARRIAGE_RETURN;
    const textEnd = isReturn ? end - 1 : end;
    this.#pass(chunk, start, textEnd, false);
  }

  /** The byte after the frame belongs to the next one. */
  #passCounted(chunk: Buffer, start: number, end: number): void {
    const next = chunk[end] as number;
    try {
      this.#pass(chunk, start, end, false);
    } finally {
      chunk[end] = next;
    }
  }

  #passKept(isTruncated: boolean): void {
    const kept = this.#kept;
    kept.ensureOne();
    const { bytes, length } = kept;
    kept.length = 0;
    this.#pass(bytes, 0, length, isTruncated);
    kept.clear();
  }

  /** There is a byte after `end`, for the newline. NULs at the end of a counted message are no text. */
  #pass(bytes: Uint8Array, start: number, end: number, isTruncated: boolean): void {
    const most = start + this.#maxBytes;
    let textEnd = Math.min(end, most);
    while (textEnd > start && bytes[textEnd - 1] === NUL) textEnd--;
    if (textEnd === start) {
      this.#take(bytes, start, start, isTruncated || end > most);
      return;
    }
    if (bytes[textEnd - 1] !== NEWLINE) bytes[textEnd++] = NEWLINE;
    this.#take(bytes, start, textEnd, isTruncated || end > most);
  }
}
