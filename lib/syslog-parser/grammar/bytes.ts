/** The position of the first `byte` from `at` on, or `end`. */
export function find(bytes: Uint8Array, byte: number, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && bytes[cursor] !== byte) cursor++;
  return cursor;
}

/** The position of the first byte from `at` on that is no space, or `end`. */
export function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && bytes[cursor] === 0x20) cursor++;
  return cursor;
}

/** Whether `text` is at `at`, before `end`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}
