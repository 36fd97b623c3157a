import type { EventView } from '../../event/event-view.ts';
import { lineEndOf } from '../../event/line-end.ts';
import { KernelPrefix } from './kernel-prefix.ts';
import { Scratch } from '../scratch.ts';

const NEWLINE = 0x0a;
const CR = 0x0d;

/**
 * Takes records out of the lines of a basic packet, or of several joined.
 *
 *   1*( prefix line *CR LF )
 *
 * The kernel puts the same prefix before every line of a record; it is removed, and the lines are joined by newlines.
 * Another prefix begins another record. A line without one belongs to the record before it. A text of one line is not
 * copied; otherwise it is valid until the next call.
 */
export class BasicLines {
  /** Start of the next record; the end of the bytes if there is none. */
  next = 0;
  /** Prefix of the record at `next`. */
  readonly prefix: KernelPrefix = new KernelPrefix();
  readonly #scratch = new Scratch();

  /** Begins with the record at `start`. */
  begin(bytes: Uint8Array, start: number, end: number): void {
    this.next = start;
    this.prefix.decode(bytes, start, end);
  }

  /** Fills text, kernel time, caller, facility and severity of `view` with the record at `next`, and moves `next` after it. */
  take(view: EventView, end: number): void {
    const { bytes } = view;
    const { prefix } = this;
    const start = this.next;
    const { textStart } = prefix;
    view.facility = prefix.facility;
    view.severity = prefix.severity;
    view.kernel.uptimeUs = prefix.uptimeUs;
    view.kernel.uptimeStart = prefix.longTimeStart;
    view.kernel.uptimeEnd = prefix.longTimeEnd;
    view.kernel.callerStart = prefix.callerStart;
    view.kernel.callerEnd = prefix.callerEnd;
    view.kernel.flag = prefix.flag;
    let lineEnd = lineEndOf(bytes, textStart, end);
    view.text = bytes;
    view.textStart = textStart;
    view.textEnd = withoutReturns(bytes, textStart, lineEnd);
    let line = lineEnd + 1;
    if (line >= end) {
      this.next = end;
      return;
    }
    const prefixLength = textStart - start;
    const text = this.#scratch.take(end - start);
    let at = copy(bytes, textStart, view.textEnd, text, 0);
    while (line < end) {
      let lineText = line;
      if (prefixLength > 0 && isSame(bytes, start, line, prefixLength, end)) {
        lineText = line + prefixLength;
      } else if (prefix.decode(bytes, line, end)) {
        break;
      }
      lineEnd = lineEndOf(bytes, lineText, end);
      text[at++] = NEWLINE;
      at = copy(bytes, lineText, withoutReturns(bytes, lineText, lineEnd), text, at);
      line = lineEnd + 1;
    }
    this.next = Math.min(line, end);
    view.text = text;
    view.textStart = 0;
    view.textEnd = at;
  }
}

/** The end of a line without the carriage returns of a boot loader. */
function withoutReturns(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1] === CR) at--;
  return at;
}

function copy(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let from = start; from < end; from++) target[to++] = bytes[from] as number;
  return to;
}

/** Whether the `length` bytes at `first` and at `second` are equal. */
function isSame(
  bytes: Uint8Array,
  first: number,
  second: number,
  length: number,
  end: number,
): boolean {
  if (second + length > end) return false;
  for (let i = 0; i < length; i++) if (bytes[first + i] !== bytes[second + i]) return false;
  return true;
}
