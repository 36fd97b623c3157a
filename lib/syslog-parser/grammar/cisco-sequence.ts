import { isDigit, skipDigits } from '../digits.ts';
import type { SyslogView } from '../syslog-view.ts';
import { find, skipBlanks } from './bytes.ts';
import { isMnemonic } from './payload.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const MAX_DIGITS = 10;
const MAX_ORIGIN = 64;
const MAX_UPTIME = 16;

/** The colon behind the digits of a sequence number at `at`, or -1. */
export function sequenceEnd(bytes: Uint8Array, at: number, end: number): number {
  const colon = skipDigits(bytes, at, Math.min(end, at + MAX_DIGITS));
  return colon > at && colon < end && bytes[colon] === COLON ? colon : -1;
}

/** The colon that ends an origin at `at` (a name, `RP/0/RP0/CPU0`, `CLC 6/0`), or -1. */
export function originEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_ORIGIN);
  const colon = find(bytes, COLON, at, limit);
  return colon > at && colon < limit ? colon : -1;
}

/** Only a plain word names a host; `RP/0/RP0/CPU0` and `CLC 6/0` are parts of one. */
export function setOrigin(bytes: Uint8Array, start: number, end: number, view: SyslogView): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte <= BLANK || byte === 0x2f) return;
  }
  view.hostStart = start;
  view.hostEnd = end;
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
  const colon = sequenceEnd(bytes, at, end);
  if (colon === -1 || (colon + 1 < end && bytes[colon + 1] !== BLANK)) return -1;
  const message = messageBehind(bytes, skipBlanks(bytes, colon + 1, end), end, view);
  if (message === -1) return -1;
  view.sequenceStart = at;
  view.sequenceEnd = colon;
  return message;
}

function messageBehind(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end || isUptime(bytes, at, end) || isMnemonic(bytes, at, end)) return at;
  const colon = originEnd(bytes, at, end);
  if (colon === -1) return -1;
  const start = skipBlanks(bytes, colon + 1, end);
  if (!isMnemonic(bytes, start, end)) return -1;
  setOrigin(bytes, at, colon, view);
  return start;
}

/** Digits, `w`, `d`, `h` and single colons up to `: `. */
function isUptime(bytes: Uint8Array, at: number, end: number): boolean {
  const limit = Math.min(end - 1, at + MAX_UPTIME);
  for (let cursor = at; cursor < limit; cursor++) {
    const byte = bytes[cursor] as number;
    if (isDigit(byte)) continue;
    if (cursor === at) return false;
    if (byte === COLON && bytes[cursor + 1] === BLANK) return true;
    if (byte !== COLON && byte !== 0x77 && byte !== 0x64 && byte !== 0x68) return false;
  }
  return false;
}
