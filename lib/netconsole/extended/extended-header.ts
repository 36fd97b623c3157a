import type { EventView } from '../../event/event-view.ts';
import { afterReplayNotice } from '../notices.ts';

/** The header's fields about fragments. */
export const WHOLE = 0;
export const FRAGMENT = 1;
/** A fragment marker that no kernel writes, or that contradicts the packet. */
export const BAD_FRAGMENT = 2;

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const SLASH = 0x2f;
const ZERO = 0x30;
const MAX_PRIO = 2047;
const MAX_RELEASE = 64;
const MAX_FRAGMENT_DIGITS = 9;
const U64_MAX = Buffer.from('18446744073709551615');
const CALLER = Buffer.from('caller');
const NCFRAG = Buffer.from('ncfrag');

/**
 * Decodes the header of one extended netconsole record into `view.kernel`; fields that only the decoder needs stay here.
 *
 *   [release,][notice LF]prio,sequence,microseconds,flag[,key=value]*;body
 *
 * Strict, since this is also the test for the format: numbers without leading zeros, prio up to 2047, the others below
 * 2^64, flag `-`, `c` or `+`, no control bytes. Offsets point into `view.bytes`; nothing is copied.
 * Kernel: Documentation/networking/netconsole.rst, Documentation/ABI/testing/dev-kmsg.
 */
export class ExtendedHeader {
  /** Facility * 8 + severity. */
  prio = 0;
  /** After the first `;`. */
  bodyStart = 0;
  /** `WHOLE`, `FRAGMENT` or `BAD_FRAGMENT`. */
  fragment = WHOLE;
  /** Valid for `FRAGMENT`: the part of the body this packet holds is `[offset, offset + its own length)` of `total`. */
  fragmentOffset = 0;
  fragmentTotal = 0;
  /** The number `#digits` or `#number` read last; NaN above 2^53. */
  #value = 0;

  /** Returns whether there is such a header; if not, the content of `view.kernel` is undefined. */
  decode(view: EventView): boolean {
    const { bytes, start, end, kernel } = view;
    const first = bytes[start] as number;
    if (first === 0x5b || first === 0x3c || first <= 0x20) return false;
    kernel.clear();
    let at = start;
    if (first === 0x2a) {
      at = afterReplayNotice(bytes, start, end);
      kernel.replayNotice = at > start;
    }
    let cursor = this.#decodeNumbers(view, at);
    if (cursor < 0) {
      const comma = releaseEnd(bytes, at, end);
      if (comma < 0) return false;
      kernel.releaseStart = at;
      kernel.releaseEnd = comma;
      at = comma + 1;
      if (at < end && bytes[at] === 0x2a) {
        const after = afterReplayNotice(bytes, at, end);
        if (after > at) kernel.replayNotice = true;
        at = after;
      }
      cursor = this.#decodeNumbers(view, at);
      if (cursor < 0) return false;
    }
    cursor = this.#decodeFields(view, cursor);
    if (cursor < 0) return false;
    this.bodyStart = cursor;
    if (this.fragment === FRAGMENT) this.#checkFragment(end - cursor);
    return true;
  }

  /** `prio,sequence,microseconds,flag`; returns the position after it, or -1. */
  #decodeNumbers(view: EventView, start: number): number {
    const { bytes, end, kernel } = view;
    let at = this.#number(bytes, start, Math.min(end, start + 4));
    if (at < 0 || this.#value > MAX_PRIO || at >= end || bytes[at] !== COMMA) return -1;
    this.prio = this.#value;
    kernel.sequenceStart = ++at;
    at = this.#number(bytes, at, end);
    if (at < 0 || at >= end || bytes[at] !== COMMA) return -1;
    kernel.sequence = this.#value;
    kernel.sequenceEnd = at;
    kernel.uptimeStart = ++at;
    at = this.#number(bytes, at, end);
    if (at < 0 || at + 1 >= end || bytes[at] !== COMMA) return -1;
    kernel.uptimeUs = this.#value;
    kernel.uptimeEnd = at;
    const flag = bytes[at + 1] as number;
    if (flag !== 0x2d && flag !== 0x63 && flag !== 0x2b) return -1;
    kernel.flag = flag;
    return at + 2;
  }

  /** `[,key=value]*;`; returns the position after the semicolon, or -1. */
  #decodeFields(view: EventView, start: number): number {
    const { bytes, end, kernel } = view;
    this.fragment = WHOLE;
    let at = start;
    while (at < end && bytes[at] === COMMA) {
      const key = at + 1;
      const equals = endOfToken(bytes, key, end, EQUALS);
      if (equals === key || equals >= end || bytes[equals] !== EQUALS) return -1;
      const value = equals + 1;
      at = endOfToken(bytes, value, end, SEMICOLON);
      if (isWord(CALLER, bytes, key, equals) && kernel.callerStart < 0) {
        kernel.callerStart = value;
        kernel.callerEnd = at;
      } else if (isWord(NCFRAG, bytes, key, equals)) {
        this.#decodeFragment(bytes, value, at);
      } else {
        if (kernel.headerStart < 0) kernel.headerStart = key;
        kernel.headerEnd = at;
      }
    }
    return at < end && bytes[at] === SEMICOLON ? at + 1 : -1;
  }

  /** `offset/total`. */
  #decodeFragment(bytes: Uint8Array, start: number, end: number): void {
    const isFirst = this.fragment === WHOLE;
    this.fragment = BAD_FRAGMENT;
    const slash = this.#number(bytes, start, end);
    if (!isFirst || slash < 0 || slash - start > MAX_FRAGMENT_DIGITS) return;
    if (slash >= end || bytes[slash] !== SLASH) return;
    this.fragmentOffset = this.#value;
    const after = this.#number(bytes, slash + 1, end);
    if (after !== end || end - slash - 1 > MAX_FRAGMENT_DIGITS) return;
    this.fragmentTotal = this.#value;
    this.fragment = FRAGMENT;
  }

  #checkFragment(length: number): void {
    if (length === 0 || this.fragmentOffset + length > this.fragmentTotal) {
      this.fragment = BAD_FRAGMENT;
    }
  }

  /** Digits without a leading zero, below 2^64, into `#value`; returns the position after them, or -1. */
  #number(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    // Nine digits as an integer first: most numbers end there, and integers are faster than floating point.
    const limit = Math.min(end, start + 9);
    let low = 0;
    for (; at < limit; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      low = (Math.imul(low, 10) + digit) | 0;
    }
    let value = low;
    if (at === limit) {
      for (; at < end; at++) {
        const digit = (bytes[at] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
    }
    const digits = at - start;
    if (digits === 0 || (digits > 1 && bytes[start] === ZERO)) return -1;
    if (digits > 15) {
      if (digits > 20 || (digits === 20 && isAboveU64(bytes, start))) return -1;
      if (value > Number.MAX_SAFE_INTEGER) value = Number.NaN;
    }
    this.#value = value;
    return at;
  }
}

/** Offset of the comma after a kernel release (1 to 64 printable characters other than `,` and `;`), or -1. */
function releaseEnd(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + MAX_RELEASE + 1);
  for (let at = start; at < limit; at++) {
    const byte = bytes[at] as number;
    if (byte === COMMA) return at > start ? at : -1;
    if (byte <= 0x20 || byte >= 0x7f || byte === SEMICOLON) return -1;
  }
  return -1;
}

/** End of the token at `start`: the offset of `,`, `;`, `stop` or a control byte. */
function endOfToken(bytes: Uint8Array, start: number, end: number, stop: number): number {
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === COMMA || byte === SEMICOLON || byte === stop || byte < 0x20) break;
  }
  return at;
}

function isWord(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

/** Whether the 20 digits at `start` are above 2^64 - 1. */
function isAboveU64(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < U64_MAX.length; i++) {
    const difference = (bytes[start + i] as number) - (U64_MAX[i] as number);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
