const REPLAY = Buffer.from('** replaying previous printk message **\n');
const DROPPED_HEAD = Buffer.from('** ');
const DROPPED_TAIL = Buffer.from(' printk messages dropped **');
const MAX_DIGITS = 15;

/**
 * The position after the notice that Linux 7.0 puts before a record it prints again, or `start` when
 * there is none. Kernel: kernel/printk/nbcon.c.
 */
export function afterReplayNotice(bytes: Uint8Array, start: number, end: number): number {
  return startsWith(REPLAY, bytes, start, end) ? start + REPLAY.length : start;
}

/**
 * The notice that the console code puts before a record when others were lost inside the kernel:
 *
 *   "** " count " printk messages dropped **" (LF / SP)
 *
 * Kernel: kernel/printk/printk.c.
 */
export class DroppedNotice {
  /** How many messages the kernel says it dropped. */
  count = 0;

  /** The position after the notice and the newline or space that ends it, or `start` when there is none. */
  decode(bytes: Uint8Array, start: number, end: number): number {
    if (!startsWith(DROPPED_HEAD, bytes, start, end)) return start;
    let at = start + DROPPED_HEAD.length;
    const limit = Math.min(end, at + MAX_DIGITS);
    let count = 0;
    for (; at < limit; at++) {
      const digit = (bytes[at] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      count = count * 10 + digit;
    }
    if (count === 0 || !startsWith(DROPPED_TAIL, bytes, at, end)) return start;
    at += DROPPED_TAIL.length;
    if (at < end && bytes[at] !== 0x0a && bytes[at] !== 0x20) return start;
    this.count = count;
    return Math.min(at + 1, end);
  }
}

function startsWith(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}
