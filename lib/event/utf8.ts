import { sourceViews } from './data-views.ts';
import type { EventView } from './event-view.ts';
import { isPlainText } from './plain-text.ts';
import { problemBit } from './problem.ts';

const INVALID_UTF8 = problemBit('invalid-utf8');

/** From this length on, taking sixteen bytes at a time is worth its beginning. */
const LONG = 16;

/**
 * Length of the well-formed UTF-8 sequence that begins at `at`; when there is none, minus the length of
 * its maximal subpart, which one U+FFFD stands for. `at` must be below `end`.
 * Unicode 15 section 3.9, table 3-7 and "U+FFFD Substitution of Maximal Subparts".
 */
export function utf8SequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4 || at + 1 >= end) return -1;
  const second = bytes[at + 1] as number;
  if (lead < 0xe0) return isContinuation(second) ? 2 : -1;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return -1;
  if (at + 2 >= end || !isContinuation(bytes[at + 2] as number)) return -2;
  if (lead < 0xf0) return 3;
  return at + 3 < end && isContinuation(bytes[at + 3] as number) ? 4 : -3;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Whether `bytes[start, end)` is well-formed UTF-8 (no overlong form, no surrogate, nothing above U+10FFFF). */
export function isValidUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  return findInvalid(bytes, start, end) === end;
}

function findInvalid(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    at = skipAscii(bytes, at, end);
    while (at < end && (bytes[at] as number) >= 0x80) {
      const length = utf8SequenceLength(bytes, at, end);
      if (length < 0) return at;
      at += length;
    }
  }
  return end;
}

/** The position of the first byte above 0x7f, else `end`. */
function skipAscii(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (end - start >= LONG) {
    const words = sourceViews.of(bytes);
    for (const last = end - 16; at <= last; at += 16) {
      const union =
        words.getInt32(at, true) |
        words.getInt32(at + 4, true) |
        words.getInt32(at + 8, true) |
        words.getInt32(at + 12, true);
      if ((union & 0x80808080) !== 0) break;
    }
    for (const last = end - 4; at <= last; at += 4) {
      if ((words.getInt32(at, true) & 0x80808080) !== 0) break;
    }
  }
  while (at < end && (bytes[at] as number) < 0x80) at++;
  return at;
}

/**
 * Makes the text of views valid UTF-8. A repaired text lies in memory of this object and holds until
 * the next repair.
 */
export class Utf8Repair {
  #scratch = new Uint8Array(4096);

  /**
   * When the text of `view` is not valid UTF-8, replaces each maximal subpart by U+FFFD, as TextDecoder
   * would, and adds the problem `invalid-utf8`. Returns whether the text is plain.
   */
  repair(view: EventView): void {
    const { text, textStart, textEnd } = view;
    view.isPlain = text === view.plainIn || isPlainText(text, textStart, textEnd);
    if (view.isPlain) return;
    const invalid = findInvalid(view.text, view.textStart, view.textEnd);
    if (invalid === view.textEnd) return;
    const length = this.#replace(view.text, view.textStart, view.textEnd);
    view.text = this.#scratch;
    view.textStart = 0;
    view.textEnd = length;
    view.problems |= INVALID_UTF8;
  }

  #replace(bytes: Uint8Array, start: number, end: number): number {
    const worstCase = 3 * (end - start);
    if (this.#scratch.length < worstCase) this.#scratch = new Uint8Array(worstCase);
    const target = this.#scratch;
    let to = 0;
    let at = start;
    while (at < end) {
      const length = utf8SequenceLength(bytes, at, end);
      if (length < 0) {
        target[to++] = 0xef;
        target[to++] = 0xbf;
        target[to++] = 0xbd;
        at -= length;
      } else {
        for (const next = at + length; at < next; at++) target[to++] = bytes[at] as number;
      }
    }
    return to;
  }
}
