/**
 * Whether the UTF-8 text `bytes[start, end)` holds control characters other than tab and newline: bytes below 0x20, 0x7f,
 * and U+0080 to U+009F.
 */
export function hasControlCharacters(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 ? byte !== 0x09 && byte !== 0x0a : byte === 0x7f) return true;
    const next = at + 1 < end ? (bytes[at + 1] as number) : 0;
    if (byte === 0xc2 && next >= 0x80 && next < 0xa0) return true;
  }
  return false;
}
