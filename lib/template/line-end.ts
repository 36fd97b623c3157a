import { sourceViews } from '../event/data-views.ts';

const NEWLINE = 0x0a;
const FOUR_NEWLINES = 0x0a0a0a0a;

/** Where the line that begins at `start` ends: at its newline, or at `end` when it is the last one. */
export function lineEndOf(text: Uint8Array, start: number, end: number): number {
  const words = sourceViews.of(text);
  const last = end - 4;
  let at = start;
  while (at <= last) {
    const word = words.getInt32(at, true) ^ FOUR_NEWLINES;
    // a high bit is set when a byte of the word is 0
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break;
    at += 4;
  }
  while (at < end && text[at] !== NEWLINE) at++;
  return at;
}
