const BACKSLASH = 0x5c;
const LETTER_X = 0x78;

/**
 * Copies `bytes[start, end)` to `target` from `at` on, each `\xNN` as one byte, in one pass; every other backslash
 * stays, since the kernel writes no other escape. Returns the position after what was written, which is never more
 * than was read.
 * Kernel: kernel/printk/printk.c, `append_char`: two lowercase hex digits.
 */
export function unescape(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = bytes[from] as number;
    if (byte === BACKSLASH && from + 3 < end && bytes[from + 1] === LETTER_X) {
      const high = hexValue(bytes[from + 2] as number);
      const low = hexValue(bytes[from + 3] as number);
      if (high >= 0 && low >= 0) {
        target[to++] = high * 16 + low;
        from += 3;
        continue;
      }
    }
    target[to++] = byte;
  }
  return to;
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}
