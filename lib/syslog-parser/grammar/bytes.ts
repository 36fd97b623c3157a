/**
 * The bytes of a message, by their address. Sixteen are looked at with one instruction wherever a position is sought, so that no
 * branch hangs on how long a word is. Such a look may reach some bytes behind the message: what it finds there is cut off.
 */

export const BLANK: i32 = 0x20;
export const COLON: i32 = 0x3a;
export const DASH: i32 = 0x2d;
export const OPEN: i32 = 0x5b;
export const CLOSE: i32 = 0x5d;

export function byteAt(at: i32): i32 {
  return <i32>load<u8>(at);
}

export function isDigit(byte: i32): bool {
  return <u32>(byte - 0x30) < 10;
}

/** The two decimal digits at `at` as a number, or -1 when there are not two; the caller knows that both bytes exist. */
export function twoDigits(at: i32): i32 {
  const tens = byteAt(at) - 0x30;
  const ones = byteAt(at + 1) - 0x30;
  return <u32>tens < 10 && <u32>ones < 10 ? tens * 10 + ones : -1;
}

/** Two bytes that are known to be digits, as a number. */
export function pairAt(at: i32): i32 {
  return byteAt(at) * 10 + byteAt(at + 1) - 0x30 * 11;
}

/** One to four bytes that are known to be digits, as a number; without a branch for how many there are. */
export function smallNumber(at: i32, length: i32): i32 {
  const digits = (load<u32>(at) << ((4 - length) << 3)) & 0x0f0f0f0f;
  const pairs = digits * 10 + (digits >> 8);
  return (pairs & 0xff) * 100 + ((pairs >> 16) & 0xff);
}

/** The first six of the digits in `[start, end)` as a number, zeros for those that are missing; without a branch either. */
export function sixDigits(start: i32, end: i32): i32 {
  const surplus = (8 - min(end - start, 6)) << 3;
  const digits = ((load<u64>(start) & 0x0f0f_0f0f_0f0f_0f0f) << surplus) >> surplus;
  const pairs = digits * 10 + (digits >> 8);
  const upper = (pairs & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const lower = ((pairs >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  return <i32>((upper + lower) >> 32) / 100;
}

/** One bit for each of the sixteen bytes at `at`, the first one lowest: whether it is a digit. */
export function digitsAt(at: i32): i32 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(0x30));
  return i8x16.bitmask(i8x16.lt_u(values, i8x16.splat(10)));
}

/** The same for `byte`. */
export function matchesAt(at: i32, byte: i32): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>byte)));
}

/** The position of the first `byte` from `at` on, or `end`. */
export function find(byte: i32, at: i32, end: i32): i32 {
  for (let cursor = at; cursor < end; cursor += 16) {
    const found = matchesAt(cursor, byte);
    if (found != 0) return min(cursor + ctz(found), end);
  }
  return end;
}

/** The position of the first byte from `at` on that is no digit, or `end`. */
export function skipDigits(at: i32, end: i32): i32 {
  for (let cursor = at; cursor < end; cursor += 16) {
    const others = digitsAt(cursor) ^ 0xffff;
    if (others != 0) return min(cursor + ctz(others), end);
  }
  return end;
}

/** The position of the first byte from `at` on that is no blank, or `end`. */
export function skipBlanks(at: i32, end: i32): i32 {
  for (let cursor = at; cursor < end; cursor += 16) {
    const others = matchesAt(cursor, BLANK) ^ 0xffff;
    if (others != 0) return min(cursor + ctz(others), end);
  }
  return end;
}

/** Whether `text`, which is ASCII, stands at `at`, before `end`. */
export function startsWith(at: i32, end: i32, text: string): bool {
  const length = text.length;
  if (at + length > end) return false;
  for (let i = 0; i < length; i++) if (byteAt(at + i) != text.charCodeAt(i)) return false;
  return true;
}
