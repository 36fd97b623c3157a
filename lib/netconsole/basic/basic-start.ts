import { KernelPrefix } from './kernel-prefix.ts';
import { afterReplayNotice, DroppedNotice } from '../notices.ts';

const CR = 0x0d;

/**
 * Decodes how a basic packet begins: notices of the console code, then the prefix of the first line.
 *
 *   *CR *(dropped notice / replay notice) [prefix]
 *
 * Boot loaders end lines in CR LF, or LF CR.
 */
export class BasicStart {
  /** Messages that the kernel says it dropped right before this record; 0 without a notice. */
  dropped = 0;
  replayNotice = false;
  /** After the notices. */
  lineStart = 0;
  /** Whether there is a notice. */
  hasNotice = false;
  /** Whether `prefix` holds one; a priority alone is one too, which no kernel need have written. */
  hasPrefix = false;
  readonly prefix: KernelPrefix = new KernelPrefix();
  readonly #notice = new DroppedNotice();

  /** Returns whether a kernel must have written this: there is a notice or a prefix. */
  decode(bytes: Uint8Array, start: number, end: number): boolean {
    this.dropped = 0;
    this.replayNotice = false;
    const first = bytes[start] === CR ? skipReturns(bytes, start, end) : start;
    this.lineStart = first;
    if (first < end && bytes[first] === 0x2a) this.#notices(bytes, first, end);
    this.hasNotice = this.lineStart > first;
    this.hasPrefix = this.prefix.decode(bytes, this.lineStart, end);
    return this.prefix.isKernel || this.hasNotice;
  }

  /** Takes notices for text: the line begins at `start`, without a prefix. */
  ignoreNotices(bytes: Uint8Array, start: number, end: number): void {
    this.dropped = 0;
    this.replayNotice = false;
    this.hasNotice = false;
    this.lineStart = skipReturns(bytes, start, end);
    this.hasPrefix = this.prefix.decode(bytes, this.lineStart, end);
  }

  #notices(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start, after = start; ; at = after) {
      after = this.#notice.decode(bytes, at, end);
      if (after > at) {
        this.dropped += this.#notice.count;
      } else {
        after = afterReplayNotice(bytes, at, end);
        // A replay notice with nothing after it is text, so that the packet is an event.
        if (after === at || after === end) return;
        this.replayNotice = true;
      }
      this.lineStart = after;
      if (after === end || bytes[after] !== 0x2a) return;
    }
  }
}

/** After the carriage returns at `start`, if there are any. */
function skipReturns(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === CR) at++;
  return at;
}
