import type { ByteWriter } from '../../event/byte-writer.ts';
import { copyBytes } from '../../event/copy-bytes.ts';
import { sourceViews, targetViews } from '../../event/data-views.ts';
import type { EventView } from '../../event/event-view.ts';
import type { EntryTarget, EntryWriter } from './entry-writer.ts';

const NUL = 0;
const NEWLINE = 0x0a;
const SPACE = 0x20;
/** `\x0a`. */
const ESCAPED_BYTES = 4;
const HEX = Buffer.from('0123456789abcdef');

/** Writes everything of a syslog message that comes before its text. */
export interface SyslogHeader {
  /** `isBrief`: without what can be left out. */
  write(view: EventView, out: ByteWriter, isBrief: boolean): void;
}

export interface FrameOptions {
  /** `octet-counting`: `LENGTH SP MESSAGE`; `newline`: `MESSAGE LF` (RFC 6587 section 3.4). */
  readonly framing: 'octet-counting' | 'newline';
  /** Whether newlines of the text are written as `\x0a`. NULs are `\x00` in any case: receivers written in C end the text there. */
  readonly escapesNewlines: boolean;
  /** Bytes of a message without its framing, at most; a header without what can be left out must fit. */
  readonly maxBytes: number;
}

/** Framed syslog messages, one per event. */
export class SyslogFrames implements EntryWriter {
  readonly #header: SyslogHeader;
  readonly #isCounted: boolean;
  /** A byte that is escaped besides NUL; NUL if there is none. */
  readonly #escaped: number;
  readonly #maxBytes: number;
  /** Digits of the last count; most messages of a batch have as many. */
  #digits = 3;

  constructor(header: SyslogHeader, { framing, escapesNewlines, maxBytes }: FrameOptions) {
    this.#header = header;
    this.#isCounted = framing === 'octet-counting';
    this.#escaped = escapesNewlines ? NEWLINE : NUL;
    this.#maxBytes = maxBytes;
  }

  write(view: EventView, target: EntryTarget): void {
    const { out } = target;
    const begin = out.at;
    if (this.#isCounted) {
      out.ensure(this.#digits + 1);
      out.at += this.#digits + 1;
    }
    this.#writeMessage(view, target);
    if (this.#isCounted) this.#writeCount(begin, out);
    else {
      out.ensure(1);
      out.byte(NEWLINE);
    }
    target.isPlain = false;
    target.endPart(true);
  }

  #writeMessage(view: EventView, target: EntryTarget): void {
    const { out } = target;
    const { text, textStart, textEnd, isPlain } = view;
    const start = out.at;
    const escapes = isPlain ? 0 : countEscapes(view, this.#escaped);
    const length = textEnd - textStart + escapes * (ESCAPED_BYTES - 1);
    this.#header.write(view, out, false);
    let room = this.#maxBytes - (out.at - start);
    const isCut = room < length;
    if (isCut) {
      target.truncated++;
      out.at = start;
      this.#header.write(view, out, true);
      room = this.#maxBytes - (out.at - start);
    }
    out.ensure(Math.min(length, Math.max(room, 0)) + ESCAPED_BYTES);
    if (escapes > 0) writeEscaped(view, this.#escaped, room, out);
    else {
      const end = textEnd - textStart <= room ? textEnd : cutAt(text, textStart, room);
      const targetView = targetViews.of(out.bytes);
      out.at = copyBytes(sourceViews.of(text), textStart, end, targetView, out.at);
    }
  }

  /** Writes the count before the message, and moves the message if the count has other than the expected digits. */
  #writeCount(begin: number, out: ByteWriter): void {
    const start = begin + this.#digits + 1;
    const length = out.at - start;
    const digits = digitsOf(length);
    if (digits !== this.#digits) {
      out.ensure(digits);
      out.bytes.copyWithin(begin + digits + 1, start, start + length);
      this.#digits = digits;
    }
    out.at = begin;
    out.padded(length, digits);
    out.byte(SPACE);
    out.at += length;
  }
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

/** How many bytes of the text are NUL or `escaped`. */
function countEscapes({ text, textStart, textEnd }: EventView, escaped: number): number {
  let escapes = 0;
  for (let at = textStart; at < textEnd; at++) {
    const byte = text[at] as number;
    if (byte === escaped || byte === NUL) escapes++;
  }
  return escapes;
}

/** Writes at most `room` bytes of the text, whole characters and whole escapes; the caller has reserved them. */
function writeEscaped(view: EventView, escaped: number, room: number, out: ByteWriter): void {
  const { text, textStart, textEnd } = view;
  const { bytes } = out;
  const last = out.at + room;
  let to = out.at;
  for (let at = textStart; at < textEnd; at++) {
    const byte = text[at] as number;
    const isEscaped = byte === escaped || byte === NUL;
    const needed = isEscaped ? ESCAPED_BYTES : lengthOfCharacter(byte);
    if (to + needed > last) break;
    if (isEscaped) to = putEscape(byte, bytes, to);
    else {
      for (let i = 0; i < needed; i++) bytes[to++] = text[at + i] as number;
      at += needed - 1;
    }
  }
  out.at = to;
}

function putEscape(byte: number, target: Uint8Array, at: number): number {
  target[at] = 0x5c;
  target[at + 1] = 0x78;
  target[at + 2] = HEX[byte >> 4] as number;
  target[at + 3] = HEX[byte & 15] as number;
  return at + ESCAPED_BYTES;
}

/** Of a lead byte in valid UTF-8. */
function lengthOfCharacter(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The end of the longest text of whole characters within `room` bytes. */
function cutAt(text: Uint8Array, start: number, room: number): number {
  let end = start + Math.max(room, 0);
  while (end > start && ((text[end] as number) & 0xc0) === 0x80) end--;
  return end;
}
