/** What begins a text and looks like a tag, but is none. */
import { BLANK, byteAt, COLON, DASH, isDigit, matchesAt, startsWith } from './bytes';

const MAX_MNEMONIC: i32 = 128;
const PERCENT: i32 = 0x25;
/** The bit of the byte behind sixteen. */
const NEXT: i32 = 1 << 16;
export const REPEATED = 'last message repeated ';

/**
 * Whether Cisco's `%FACILITY-SEVERITY-MNEMONIC` stands at `at`. It begins the text and is no tag (RFC 3164: a tag is
 * alphanumeric).
 */
export function isMnemonic(at: i32, end: i32): bool {
  if (at >= end || byteAt(at) != PERCENT) return false;
  const limit = min(end, at + MAX_MNEMONIC) - 2;
  for (let cursor = at + 2; cursor < limit; cursor += 16) {
    const dash = ctz(severitiesAt(cursor) | NEXT);
    const stop = ctz(wordEndsAt(cursor) | NEXT);
    if (dash < 16 || stop < 16) return dash < stop && cursor + dash < limit;
  }
  return false;
}

/**
 * Takes the mnemonic that the text at `at` begins with apart: returns how far behind `at` its first dash is, times 256, and how far the colon
 * that ends it; 0 when there is none. Letters beyond ASCII are in none.
 */
export function mnemonicAt(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_MNEMONIC + 1);
  let dash = 0;
  for (let cursor = at + 1; cursor < limit; cursor += 16) {
    const first = ctz(severitiesAt(cursor) | NEXT);
    const colon = ctz(matchesAt(cursor, COLON) | NEXT);
    if (ctz(i8x16.bitmask(v128.load(cursor)) | NEXT) < colon) return 0;
    if (dash == 0 && first < colon) dash = cursor + first - at;
    if (colon < 16)
      return dash == 0 || cursor + colon >= limit ? 0 : (dash << 8) | (cursor + colon - at);
  }
  return 0;
}

/** One bit for each of the sixteen bytes at `at`: whether `-0-` to `-7-` begins there. */
function severitiesAt(at: i32): i32 {
  const dash = i8x16.splat(<i8>DASH);
  const dashes = v128.and(i8x16.eq(v128.load(at), dash), i8x16.eq(v128.load(at + 2), dash));
  const digits = i8x16.sub(v128.load(at + 1), i8x16.splat(0x30));
  return i8x16.bitmask(v128.and(dashes, i8x16.lt_u(digits, i8x16.splat(8))));
}

/** The same: whether it is a blank, a control byte or a colon. */
function wordEndsAt(at: i32): i32 {
  const text = v128.load(at);
  const colons = i8x16.eq(text, i8x16.splat(<i8>COLON));
  return i8x16.bitmask(v128.or(colons, i8x16.lt_u(text, i8x16.splat(<i8>(BLANK + 1)))));
}

/**
 * Whether ArcSight's `CEF:` or IBM's `LEEF:` and its version digit stand at `at`: those payloads are left whole, although
 * they look like a tag.
 */
export function isPayloadHeader(at: i32, end: i32): bool {
  if (at + 6 >= end) return false;
  const word = load<u32>(at);
  if (word == 0x3a464543) return isDigit(byteAt(at + 4));
  return word == 0x4645454c && byteAt(at + 4) == COLON && isDigit(byteAt(at + 5));
}

/** Whether what begins like a tag is known to be text: a Cisco mnemonic, CEF, LEEF, `last message repeated`. */
export function isText(at: i32, end: i32): bool {
  const first = byteAt(at);
  if (first == PERCENT) return isMnemonic(at, end);
  if (first == 0x43 || first == 0x4c) return isPayloadHeader(at, end);
  return first == 0x6c && startsWith(at, end, REPEATED);
}
