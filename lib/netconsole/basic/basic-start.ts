import { KernelPrefix } from './kernel-prefix.ts';
import { afterReplayNotice, DroppedNotice } from '../notices.ts';

/**
 * Decodes how a basic packet begins: notices of the console code, then the prefix of the first line.
 *
 *   *(dropped notice / replay notice) [prefix]
 */
export class BasicStart {
  /** Messages that the kernel says it dropped right before this record; 0 without a notice. */
  dropped = 0;
  replayNotice = false;
  /** Behind the notices. */
  lineStart = 0;
  /** Whether `prefix` holds one. */
  hasPrefix = false;
  readonly prefix: KernelPrefix = new KernelPrefix();
  readonly #notice = new DroppedNotice();

  /** Returns whether a kernel must have written this: there is a notice or a prefix. */
  decode(bytes: Uint8Array, start: number, end: number): boolean {
    this.dropped = 0;
    this.replayNotice = false;
    this.lineStart = start;
    if (bytes[start] === 0x2a) this.#notices(bytes, start, end);
    this.hasPrefix = this.prefix.decode(bytes, this.lineStart, end);
    return this.hasPrefix || this.lineStart > start;
  }

  /** Takes notices for text: the line begins at `start`, without a prefix. */
  ignoreNotices(bytes: Uint8Array, start: number, end: number): void {
    this.dropped = 0;
    this.replayNotice = false;
    this.lineStart = start;
    this.hasPrefix = this.prefix.decode(bytes, start, end);
  }

  #notices(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start, behind = start; ; at = behind) {
      behind = this.#notice.decode(bytes, at, end);
      if (behind > at) {
        this.dropped += this.#notice.count;
      } else {
        behind = afterReplayNotice(bytes, at, end);
        // A replay notice with nothing behind it is text, so that the packet is an event.
        if (behind === at || behind === end) return;
        this.replayNotice = true;
      }
      this.lineStart = behind;
      if (behind === end || bytes[behind] !== 0x2a) return;
    }
  }
}
