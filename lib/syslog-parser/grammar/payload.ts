/** What begins a text and looks like a tag, but is none. */
import { isDigit } from '../digits.ts';
import { startsWith } from './bytes.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
const PERCENT = 0x25;
const MAX_MNEMONIC = 128;
const CEF = Buffer.from('CEF:');
const LEEF = Buffer.from('LEEF:');
export const REPEATED = Buffer.from('last message repeated ');

/**
 * Whether Cisco's `%FACILITY-SEVERITY-MNEMONIC` is at `at`. It begins the text and is no tag (RFC 3164: a tag is
 * alphanumeric).
 */
export function isMnemonic(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end || bytes[at] !== PERCENT) return false;
  const limit = Math.min(end, at + MAX_MNEMONIC) - 2;
  for (let cursor = at + 2; cursor < limit; cursor++) {
    const byte = bytes[cursor] as number;
    if (byte <= SPACE || byte === COLON) return false;
    if (byte === DASH && isSeverity(bytes, cursor + 1)) return true;
  }
  return false;
}

/**
 * Takes the mnemonic that the text at `at` begins with apart: returns how far after `at` its first dash is, times 256, and how far the colon
 * that ends it; 0 when there is none. Letters beyond ASCII are in none.
 */
export function mnemonicAt(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_MNEMONIC + 1);
  let dash = 0;
  for (let cursor = at + 1; cursor < limit; cursor++) {
    const byte = bytes[cursor] as number;
    if (byte > 0x7f) return 0;
    if (byte === COLON) return dash === 0 ? 0 : (dash << 8) | (cursor - at);
    const mayBe = dash === 0 && byte === DASH && cursor + 2 < limit;
    if (mayBe && isSeverity(bytes, cursor + 1)) dash = cursor - at;
  }
  return 0;
}

/** Whether `0-` to `7-` is at `at`. */
function isSeverity(bytes: Uint8Array, at: number): boolean {
  const digit = (bytes[at] as number) - 0x30;
  return digit >= 0 && digit <= 7 && bytes[at + 1] === DASH;
}

/**
 * Whether ArcSight's `CEF:` or IBM's `LEEF:` and its version digit are at `at`: those payloads are left whole, although
 * they look like a tag.
 */
export function isPayloadHeader(bytes: Uint8Array, at: number, end: number): boolean {
  const first = at + 6 < end ? bytes[at] : 0;
  if (first === 0x43) return isPayload(bytes, at, end, CEF);
  return first === 0x4c && isPayload(bytes, at, end, LEEF);
}

function isPayload(bytes: Uint8Array, at: number, end: number, name: Uint8Array): boolean {
  return startsWith(bytes, at, end, name) && isDigit(bytes[at + name.length] as number);
}

/** Whether what begins like a tag is known to be text: a Cisco mnemonic, CEF, LEEF, `last message repeated`. */
export function isText(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at] as number;
  if (first === PERCENT) return isMnemonic(bytes, at, end);
  if (first === 0x43 || first === 0x4c) return isPayloadHeader(bytes, at, end);
  return first === 0x6c && startsWith(bytes, at, end, REPEATED);
}
