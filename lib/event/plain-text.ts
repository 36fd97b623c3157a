import { sourceViews } from './data-views.ts';

/** Not exported: what another file exports is fetched and checked at each use, a constant of the same file is compiled in. */
const HIGH_BITS = 0x80808080 | 0;

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

/**
 * Copies `source[start, end)` to `target`, from `to` on, when all of it is printable ASCII; returns where the next byte goes,
 * or -1, and then what lies from `to` on is undefined.
 */
// oxlint-disable-next-line max-params -- an object for each call would be an allocation for each message
export function copyIfPlain(
  source: DataView,
  start: number,
  end: number,
  target: DataView,
  to: number,
): number {
  const toEnd = to + end - start;
  let unplain = 0;
  if (end - start >= 4) {
    const last = end - 4;
    for (let at = start, next = to; at < last; at += 4, next += 4) {
      const word = source.getInt32(at, true);
      unplain |= unplainIn(word);
      target.setInt32(next, word, true);
    }
    const word = source.getInt32(last, true);
    unplain |= unplainIn(word);
    target.setInt32(toEnd - 4, word, true);
  } else {
    for (let at = start, next = to; at < end; at++, next++) {
      const byte = source.getUint8(at);
      // Beside bytes that are plain.
      unplain |= unplainIn(byte | 0x20202000);
      target.setUint8(next, byte);
    }
  }
  return (unplain & HIGH_BITS) === 0 ? toEnd : -1;
}
