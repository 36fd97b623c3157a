import { sourceViews } from '../../event/data-views.ts';
import type { EventView } from '../../event/event-view.ts';
import { lineEndOf } from '../../event/line-end.ts';
import { problemBit } from '../../event/problem.ts';
import { Scratch } from '../scratch.ts';
import { unescape } from '../../event/unescape.ts';

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const FOUR_NEWLINES = 0x0a0a0a0a;
const FOUR_BACKSLASHES = 0x5c5c5c5c;
const UNTERMINATED = problemBit('unterminated');

/**
 * Splits the body of an extended record into its text and the lines after it, and decodes the text.
 *
 *   text LF *( SP key "=" value LF / keyless line LF )
 *
 * A text without escapes is not copied. Otherwise it is valid until the next call.
 */
export class ExtendedBody {
  readonly #scratch = new Scratch();

  /** Decodes the whole body `view.bytes[start, view.end)`. A body that does not end in a newline is `unterminated`. */
  decode(view: EventView, start: number): void {
    const { bytes, end, kernel } = view;
    let at = endOfPlain(bytes, start, end);
    if (at < end && bytes[at] === BACKSLASH) {
      at = lineEndOf(bytes, at, end);
      this.#unescape(view, start, at);
    } else {
      view.text = bytes;
      view.textStart = start;
      view.textEnd = at;
    }
    const isTerminated = end > start && bytes[end - 1] === NEWLINE;
    if (!isTerminated) view.problems |= UNTERMINATED;
    const fieldsEnd = isTerminated ? end - 1 : end;
    if (at + 1 >= fieldsEnd) return;
    kernel.fieldsStart = at + 1;
    kernel.fieldsEnd = fieldsEnd;
  }

  /**
   * Decodes the received part of a body, up to `certainEnd` without a hole. If the text does not end before that, it cannot be
   * distinguished from the lines after it, and everything is text.
   */
  decodeIncomplete(view: EventView, start: number, certainEnd: number): void {
    const { bytes, end, kernel } = view;
    const fieldsEnd = end > start && bytes[end - 1] === NEWLINE ? end - 1 : end;
    const newline = lineEndOf(bytes, start, certainEnd);
    if (newline === certainEnd) {
      this.#unescape(view, start, fieldsEnd);
      return;
    }
    this.#unescape(view, start, newline);
    if (newline + 1 >= fieldsEnd) return;
    kernel.fieldsStart = newline + 1;
    kernel.fieldsEnd = fieldsEnd;
  }

  #unescape(view: EventView, start: number, end: number): void {
    const text = this.#scratch.take(end - start);
    view.textEnd = unescape(view.bytes, start, end, text, 0);
    view.textStart = 0;
    view.text = text;
  }
}

/** The position of the first newline or backslash, else `end`; sixteen bytes at a time. */
function endOfPlain(bytes: Uint8Array, start: number, end: number): number {
  const words = sourceViews.of(bytes);
  let at = start;
  for (const last = end - 16; at <= last; at += 16) {
    const found =
      markIn(words.getInt32(at, true)) |
      markIn(words.getInt32(at + 4, true)) |
      markIn(words.getInt32(at + 8, true)) |
      markIn(words.getInt32(at + 12, true));
    if (found !== 0) break;
  }
  while (at < end && bytes[at] !== NEWLINE && bytes[at] !== BACKSLASH) at++;
  return at;
}

/** Not 0 when one of four bytes may be a newline or a backslash. */
function markIn(word: number): number {
  const newline = word ^ FOUR_NEWLINES;
  const backslash = word ^ FOUR_BACKSLASHES;
  return (
    (((newline - 0x01010101) & ~newline) | ((backslash - 0x01010101) & ~backslash)) & 0x80808080
  );
}
