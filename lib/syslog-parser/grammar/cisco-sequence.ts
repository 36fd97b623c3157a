import { BLANK, byteAt, COLON, find, isDigit, skipBlanks, skipDigits } from './bytes';
import { isMnemonic } from './payload';
import { view } from './view';

const MAX_DIGITS: i32 = 10;
const MAX_ORIGIN: i32 = 64;
const MAX_UPTIME: i32 = 16;

/** The colon behind the digits of a sequence number at `at`, or -1. */
export function sequenceEnd(at: i32, end: i32): i32 {
  const colon = skipDigits(at, min(end, at + MAX_DIGITS));
  return colon > at && colon < end && byteAt(colon) == COLON ? colon : -1;
}

/** The colon that ends an origin at `at` (a name, `RP/0/RP0/CPU0`, `CLC 6/0`), or -1. */
export function originEnd(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_ORIGIN);
  const colon = find(COLON, at, limit);
  return colon > at && colon < limit ? colon : -1;
}

/** Only a plain word names a host; `RP/0/RP0/CPU0` and `CLC 6/0` are parts of one. */
export function setOrigin(start: i32, end: i32): void {
  for (let at = start; at < end; at++) {
    const byte = byteAt(at);
    if (byte <= BLANK || byte == 0x2f) return;
  }
  view.hostStart = start;
  view.hostEnd = end;
}

/**
 * Decodes `sequence: ` of a Cisco message without a time, when an origin and a mnemonic, a mnemonic, an uptime (`51w2d: `,
 * `00:01:01: `) or nothing follows; returns where the message begins, or -1.
 */
export function decodeSequence(at: i32, end: i32): i32 {
  const colon = sequenceEnd(at, end);
  if (colon == -1 || (colon + 1 < end && byteAt(colon + 1) != BLANK)) return -1;
  const message = messageBehind(skipBlanks(colon + 1, end), end);
  if (message == -1) return -1;
  view.sequenceStart = at;
  view.sequenceEnd = colon;
  return message;
}

function messageBehind(at: i32, end: i32): i32 {
  if (at >= end || isUptime(at, end) || isMnemonic(at, end)) return at;
  const colon = originEnd(at, end);
  if (colon == -1) return -1;
  const start = skipBlanks(colon + 1, end);
  if (!isMnemonic(start, end)) return -1;
  setOrigin(at, colon);
  return start;
}

/** Digits, `w`, `d`, `h` and single colons up to `: `. */
function isUptime(at: i32, end: i32): bool {
  const limit = min(end - 1, at + MAX_UPTIME);
  for (let cursor = at; cursor < limit; cursor++) {
    const byte = byteAt(cursor);
    if (isDigit(byte)) continue;
    if (cursor == at) return false;
    if (byte == COLON && byteAt(cursor + 1) == BLANK) return true;
    if (byte != COLON && byte != 0x77 && byte != 0x64 && byte != 0x68) return false;
  }
  return false;
}
