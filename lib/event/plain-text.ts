import { sourceViews } from './data-views.ts';

export const HIGH_BITS = 0x80808080 | 0;

/** A word in which the high bit of a byte is set when that byte of `word` is below 0x20, is 0x7f, or is above. */
export function unplainIn(word: number): number {
  return (word - 0x20202020) | (word + 0x01010101) | word;
}

/**
 * Whether all of `bytes[start, end)` is printable ASCII, which most messages are: valid UTF-8 without a newline or anything
 * else that needs care. Sixteen bytes at a time, the last ones by a word that overlaps those before.
 */
export function isPlainText(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4) return isPlainShort(bytes, start, end);
  const words = sourceViews.of(bytes);
  let at = start;
  for (const last = end - 16; at <= last; at += 16) {
    const unplain =
      unplainIn(words.getInt32(at, true)) |
      unplainIn(words.getInt32(at + 4, true)) |
      unplainIn(words.getInt32(at + 8, true)) |
      unplainIn(words.getInt32(at + 12, true));
    if ((unplain & HIGH_BITS) !== 0) return false;
  }
  let unplain = unplainIn(words.getInt32(end - 4, true));
  for (const last = end - 4; at < last; at += 4) unplain |= unplainIn(words.getInt32(at, true));
  return (unplain & HIGH_BITS) === 0;
}

function isPlainShort(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}
