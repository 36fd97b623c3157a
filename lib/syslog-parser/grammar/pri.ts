import { isDigit } from '../digits.ts';
import { BAD_PRI, NO_PRI } from '../problem.ts';
import type { SyslogView } from '../syslog-view.ts';

const MAX_DIGITS = 4;
const MAX_PRI = 191;
const OPENING = 0x3c;
const CLOSING = 0x3e;

/** The position right after `<digits>` (1 to 4 digits, any value) at `start`, or -1 when there is none. */
export function afterPri(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== OPENING) return -1;
  const first = start + 1;
  const limit = Math.min(end, first + MAX_DIGITS + 1);
  let at = first;
  while (at < limit && isDigit(bytes[at] as number)) at++;
  return at > first && at < limit && bytes[at] === CLOSING ? at + 1 : -1;
}

/**
 * Decodes `<PRI>` at `start` into facility and severity of `view`; returns the position after it, or -1 when what
 * is there is no PRI, and so the whole text is the message (RFC 3164 section 4.3.3, problem `bad-pri`).
 * A text that does not begin with `<` has the problem `no-pri`; leading zeros keep their value, problem `bad-pri`.
 */
export function decodePri(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  if (start >= end || bytes[start] !== OPENING) return withoutPri(bytes, start, end, view);
  const first = start + 1;
  const limit = Math.min(end, first + MAX_DIGITS + 1);
  let value = 0;
  let at = first;
  for (; at < limit; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === first || at === limit || bytes[at] !== CLOSING || value > MAX_PRI) {
    view.problems |= BAD_PRI;
    return -1;
  }
  if (bytes[first] === 0x30 && at > first + 1) view.problems |= BAD_PRI;
  view.facility = value >> 3;
  view.severity = value & 7;
  return at + 1;
}

/** A byte order mark before the PRI hides it from other receivers; here it costs a `bad-pri`. */
function withoutPri(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  const isMarked =
    start + 3 < end &&
    bytes[start] === 0xef &&
    bytes[start + 1] === 0xbb &&
    bytes[start + 2] === 0xbf &&
    bytes[start + 3] === OPENING;
  if (isMarked) {
    view.problems |= BAD_PRI;
    return decodePri(bytes, start + 3, end, view);
  }
  view.problems |= NO_PRI;
  return start;
}
