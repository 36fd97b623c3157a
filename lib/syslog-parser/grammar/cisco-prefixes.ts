import { isDigit, skipDigits } from '../digits.ts';
import { NODE, ORIGIN, SEQUENCE, TASK } from '../header-values.ts';
import { monthAt } from '../month.ts';
import { NO_TIME_SENT, NO_ZONE, type SyslogView } from '../syslog-view.ts';
import { skipSpaces } from './bytes.ts';
import { isMnemonic } from './payload.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const SLASH = 0x2f;
const STAR = 0x2a;
const MAX_DIGITS = 10;
const MAX_PREFIX = 64;
const MAX_UPTIME = 16;

/**
 * The colon that ends what Cisco may put before a time at `at`, or -1: the first that a space, a time or the end follows, so that
 * IPv6 addresses are whole.
 */
export function prefixEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_PREFIX);
  for (let cursor = at; cursor < limit; cursor++) {
    const byte = bytes[cursor] as number;
    if (byte < SPACE) return -1;
    if (byte !== COLON || cursor === at) continue;
    if (cursor + 1 === end || bytes[cursor + 1] === SPACE) return cursor;
    const isMarked = bytes[cursor + 1] === STAR || bytes[cursor + 1] === 0x2e;
    const month = isMarked ? cursor + 2 : cursor + 1;
    if (month + 3 < end && bytes[month + 3] === SPACE && monthAt(bytes, month) !== 0) return cursor;
  }
  return -1;
}

/**
 * Notes what the prefix `bytes[start, end)` says; false when the message has all of its kind already.
 *
 *   digits                     the sequence number, then another one
 *   "*" name                   a task of AireOS
 *   name                       the host, then another origin
 *   [name SP] RP/0/RP0/CPU0    the node of IOS-XR; with one slash as in `CLC 6/0` all of it
 *   words                      an origin that is no name (`logging origin-id string`)
 */
export function takePrefix(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: SyslogView,
): boolean {
  if (skipDigits(bytes, start, end) === end && end - start <= MAX_DIGITS) {
    if (view.sequenceStart !== -1) return takeValue(SEQUENCE, start, end, view);
    view.sequenceStart = start;
    view.sequenceEnd = end;
    return true;
  }
  let space = -1;
  let slashes = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] === SPACE) {
      if (slashes > 0) return takeValue(ORIGIN, start, end, view);
      space = at;
    } else if (bytes[at] === SLASH) slashes++;
  }
  if (slashes === 0 && space === -1) {
    if (bytes[start] === STAR) return takeValue(TASK, start + 1, end, view);
    return takeName(start, end, view);
  }
  if (slashes === 0) return takeValue(ORIGIN, start, end, view);
  if (slashes < 2 || space === -1) return takeValue(NODE, start, end, view);
  let nameEnd = start;
  while (bytes[nameEnd] !== SPACE) nameEnd++;
  const isNamed = skipSpaces(bytes, nameEnd, end) === space + 1 && nameEnd > start;
  if (!isNamed) return takeValue(ORIGIN, start, end, view);
  return takeName(start, nameEnd, view) && takeValue(NODE, space + 1, end, view);
}

function takeName(start: number, end: number, view: SyslogView): boolean {
  if (view.hostStart !== -1) return takeValue(ORIGIN, start, end, view);
  view.hostStart = start;
  view.hostEnd = end;
  return true;
}

function takeValue(name: number, start: number, end: number, view: SyslogView): boolean {
  if (view.hasHeader(name)) return false;
  view.setHeader(name, start, end);
  return true;
}

/** Forgets prefixes and a time that are none: the text that was taken for them is text. */
export function forgetPrefixes(view: SyslogView): void {
  view.sequenceStart = view.sequenceEnd = -1;
  view.hostStart = view.hostEnd = -1;
  view.clearHeader();
  view.clockMark = 0;
  view.timeKind = NO_TIME_SENT;
  view.zoneMinutes = NO_ZONE;
  view.timeStart = view.timeEnd = -1;
  view.timestampStart = view.timestampEnd = -1;
  view.fractionStart = view.fractionEnd = -1;
}

/**
 * Decodes `sequence: ` of a Cisco message without a time, when an origin and a mnemonic, a mnemonic, an uptime (`51w2d: `,
 * `00:01:01: `) or nothing follows; returns where the message begins, or -1.
 */
export function decodeSequence(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  const colon = skipDigits(bytes, at, Math.min(end, at + MAX_DIGITS));
  if (colon === at || colon >= end || bytes[colon] !== COLON) return -1;
  if (colon + 1 < end && bytes[colon + 1] !== SPACE) return -1;
  const message = messageBehind(bytes, skipSpaces(bytes, colon + 1, end), end, view);
  if (message === -1) return -1;
  view.sequenceStart = at;
  view.sequenceEnd = colon;
  return message;
}

function messageBehind(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end || isUptime(bytes, at, end) || isMnemonic(bytes, at, end)) return at;
  const colon = prefixEnd(bytes, at, end);
  if (colon === -1) return -1;
  const start = skipSpaces(bytes, colon + 1, end);
  if (!isMnemonic(bytes, start, end)) return -1;
  takePrefix(bytes, at, colon, view);
  return start;
}

/** Digits, `w`, `d`, `h` and single colons up to `: `. */
function isUptime(bytes: Uint8Array, at: number, end: number): boolean {
  const limit = Math.min(end - 1, at + MAX_UPTIME);
  for (let cursor = at; cursor < limit; cursor++) {
    const byte = bytes[cursor] as number;
    if (isDigit(byte)) continue;
    if (cursor === at) return false;
    if (byte === COLON && bytes[cursor + 1] === SPACE) return true;
    if (byte !== COLON && byte !== 0x77 && byte !== 0x64 && byte !== 0x68) return false;
  }
  return false;
}
