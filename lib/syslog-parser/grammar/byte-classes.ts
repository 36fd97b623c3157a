/** Classes of bytes in the words of a legacy header, and the searches for where they end. */
import { byteAt } from './bytes';

/** Longer words are no tags. */
const MAX_TAG: i32 = 128;

/** What `readWord` tells of a word beside its length. */
const TAG: i32 = 1;
const NAME: i32 = 2;

/**
 * A class is sixteen bytes, one for each lower half of a byte: bit n says whether the byte with n as its upper half belongs to it. So
 * two look-ups of sixteen at a time say of sixteen bytes whether they belong. Bytes above 0x7f are in no class by this.
 */
const HOST_BYTES: usize = memory.data(16, 16);
const TAG_BYTES: usize = memory.data(16, 16);
const NAME_BYTES: usize = memory.data(16, 16);
/** Bytes an SD-NAME may have: 33 to 126 without `"`, `=` and `]`; tolerated above 127 (RFC 5424 section 6.3). */
const SD_NAME_BYTES: usize = memory.data(16, 16);

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
add(LETTERS_AND_DIGITS, HOST_BYTES);
add('-_.@/+~', HOST_BYTES);
add(LETTERS_AND_DIGITS, TAG_BYTES);
add('-_./()@%#+~!$&*^|?', TAG_BYTES);
add(LETTERS_AND_DIGITS, NAME_BYTES);
add('-_./', NAME_BYTES);
add(LETTERS_AND_DIGITS, SD_NAME_BYTES);
add("!#$%&'()*+,-./:;<>?@[\\^_`{|}~", SD_NAME_BYTES);

function add(characters: string, bytes: usize): void {
  for (let i = 0; i < characters.length; i++) {
    const byte = characters.charCodeAt(i);
    const row = bytes + (byte & 15);
    store<u8>(row, <u8>((<i32>load<u8>(row)) | (1 << (byte >> 4))));
  }
}

/** One bit for each of the sixteen bytes at `at`, the first one lowest: whether it is in the class. */
function membersAt(at: i32, bytes: usize): i32 {
  const text = v128.load(at);
  const rows = i8x16.swizzle(v128.load(bytes), v128.and(text, i8x16.splat(0x0f)));
  const bits = i8x16.swizzle(
    i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0),
    i8x16.shr_u(text, 4),
  );
  return i8x16.bitmask(i8x16.ne(v128.and(rows, bits), i8x16.splat(0)));
}

/** The same for bytes above 0x7f. */
function highBytesAt(at: i32): i32 {
  return i8x16.bitmask(v128.load(at));
}

/** The end of the name at `at`, of bytes that a hostname may have. */
export function skipHost(at: i32, end: i32): i32 {
  return skipClass(HOST_BYTES, at, end);
}

/** The end of the name at `at`, of bytes that an SD-NAME may have. */
export function skipName(at: i32, end: i32): i32 {
  return skipClass(SD_NAME_BYTES, at, end);
}

function skipClass(bytes: usize, at: i32, end: i32): i32 {
  for (let cursor = at; cursor < end; cursor += 16) {
    const others = (membersAt(cursor, bytes) | highBytesAt(cursor)) ^ 0xffff;
    if (others != 0) return min(cursor + ctz(others), end);
  }
  return end;
}

/**
 * Reads the word at `at`, up to a blank, control byte, colon or opening bracket. Returns its length (at most just above that
 * of the longest tag) times 256, and what all its bytes have in common, for `isTag` and `isName`.
 */
export function readWord(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_TAG + 1);
  let common = TAG | NAME;
  for (let cursor = at; cursor < limit; cursor += 16) {
    const ends = wordEndsAt(cursor);
    const room = limit - cursor;
    const length = min(ends != 0 ? ctz(ends) : 16, room);
    common &= commonAt(cursor, length);
    if (length < 16 || room == 16) return wordOf(cursor + length - at, common);
  }
  return wordOf(limit - at, common);
}

function wordOf(length: i32, common: i32): i32 {
  return (length << 8) | (length > MAX_TAG ? 0 : common);
}

/** What the first `length` of the sixteen bytes at `at` have in common. */
function commonAt(at: i32, length: i32): i32 {
  const ours = (1 << length) - 1;
  const tag = membersAt(at, TAG_BYTES) | highBytesAt(at);
  const name = membersAt(at, NAME_BYTES);
  return ((tag & ours) == ours ? TAG : 0) | ((name & ours) == ours ? NAME : 0);
}

/** A bit for each of the sixteen bytes at `at` that ends a word. */
function wordEndsAt(at: i32): i32 {
  const text = v128.load(at);
  const blank = i8x16.lt_u(text, i8x16.splat(0x21));
  const colon = i8x16.eq(text, i8x16.splat(0x3a));
  const open = i8x16.eq(text, i8x16.splat(0x5b));
  return i8x16.bitmask(v128.or(blank, v128.or(colon, open)));
}

/** Whether a word that was read has only bytes, and not too many, that a tag may have. */
export function isTag(word: i32): bool {
  return (word & TAG) != 0;
}

/** Whether it is a tag even where no blank follows its colon: then `http://…` and `10.0.0.1:80` must not pass. */
export function isName(word: i32): bool {
  return (word & NAME) != 0;
}

/** Whether a byte may stand in an IPv6 address with an IPv4 tail. */
export function isHexOrColon(byte: i32): bool {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x3a) || byte == 0x2e || (letter >= 0x61 && letter <= 0x66);
}

/** Whether `[start, end)` is digits and three dots. */
export function isIpv4(start: i32, end: i32): bool {
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = byteAt(at);
    if (byte == 0x2e) dots++;
    else if (<u32>(byte - 0x30) > 9) return false;
  }
  return dots == 3;
}
