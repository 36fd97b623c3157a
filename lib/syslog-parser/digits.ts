/** The two decimal digits at `at` as a number, or -1 when there are not two; the caller knows that both bytes exist. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  // Negative when one of them is below 0 or above 9.
  return (tens | ones | (9 - tens) | (9 - ones)) >= 0 ? tens * 10 + ones : -1;
}

/** Two bytes that are known to be digits, as a number. */
export function pairAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) * 10 + (bytes[at + 1] as number) - 0x30 * 11;
}

export function isDigit(byte: number): boolean {
  return (byte - 0x30) >>> 0 < 10;
}

/** The position of the first byte from `at` on that is no digit, or `end`. */
export function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && isDigit(bytes[cursor] as number)) cursor++;
  return cursor;
}
