import { sourceViews } from './data-views.ts';

const NEWLINE = 0x0a;
const FOUR_NEWLINES = 0x0a0a0a0a;

/** End of the line that begins at `start`: its newline, or `end` if it is the last line. */
export function lineEndOf(text: Uint8Array, start: number, end: number): number {
  const words = sourceViews.of(text);
  let at = start;
  for (const last = end - 16; at <= last; at += 16) {
    const found =
      newlinesIn(words.getInt32(at, true)) |
      newlinesIn(words.getInt32(at + 4, true)) |
      newlinesIn(words.getInt32(at + 8, true)) |
      newlinesIn(words.getInt32(at + 12, true));
    if (found !== 0) break;
  }
  for (const last = end - 4; at <= last; at += 4) {
    if (newlinesIn(words.getInt32(at, true)) !== 0) break;
  }
  while (at < end && text[at] !== NEWLINE) at++;
  return at;
}

/** A word with high bits where four bytes may hold newlines: 0 when there is none. */
function newlinesIn(word: number): number {
  const difference = word ^ FOUR_NEWLINES;
  return (difference - 0x01010101) & ~difference & 0x80808080;
}
