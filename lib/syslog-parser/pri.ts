import { BAD_PRI, NO_PRI } from './problem.ts';
import type { SyslogView } from './syslog-view.ts';

const MAX_DIGITS = 4;
const MAX_PRI = 191;

/**
 * Decodes `<PRI>` at `start` into facility and severity of `view`; returns the position behind it, or -1 when what
 * stands there is no PRI and so the whole text is the message (RFC 3164 section 4.3.3, problem `bad-pri`).
 * A text that does not begin with `<` has the problem `no-pri`; leading zeros keep their value, problem `bad-pri`.
 */
export function decodePri(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  if (start + 5 > end || bytes[start] !== 0x3c) return decodeAnyPri(bytes, start, end, view);
  const first = (bytes[start + 1] as number) - 0x30;
  const second = (bytes[start + 2] as number) - 0x30;
  if (second === 0x3e - 0x30 && first >= 0 && first < 10) {
    view.facility = first >> 3;
    view.severity = first & 7;
    return start + 3;
  }
  const isPlain = first > 0 && first < 10 && second >= 0 && second < 10;
  const third = bytes[start + 3] as number;
  let value = first * 10 + second;
  let behind = start + 4;
  if (third !== 0x3e) {
    value = value * 10 + third - 0x30;
    behind = start + 5;
    const isDigit = third >= 0x30 && third <= 0x39;
    if (!isDigit || bytes[start + 4] !== 0x3e || value > MAX_PRI) {
      return decodeAnyPri(bytes, start, end, view);
    }
  }
  if (!isPlain) return decodeAnyPri(bytes, start, end, view);
  view.facility = value >> 3;
  view.severity = value & 7;
  return behind;
}

function decodeAnyPri(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  if (start >= end || bytes[start] !== 0x3c) return withoutPri(bytes, start, end, view);
  const limit = Math.min(end, start + 1 + MAX_DIGITS);
  let value = 0;
  let at = start + 1;
  while (at < limit) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  if (at === start + 1 || at >= end || bytes[at] !== 0x3e || value > MAX_PRI) {
    view.problems |= BAD_PRI;
    return -1;
  }
  if (bytes[start + 1] === 0x30 && at > start + 2) view.problems |= BAD_PRI;
  view.facility = value >> 3;
  view.severity = value & 7;
  return at + 1;
}

/** A byte order mark in front of the PRI hides it from other receivers; here it costs a `bad-pri`. */
function withoutPri(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  const isMarked =
    start + 3 < end &&
    bytes[start] === 0xef &&
    bytes[start + 1] === 0xbb &&
    bytes[start + 2] === 0xbf &&
    bytes[start + 3] === 0x3c;
  if (isMarked) {
    view.problems |= BAD_PRI;
    return decodeAnyPri(bytes, start + 3, end, view);
  }
  view.problems |= NO_PRI;
  return start;
}
