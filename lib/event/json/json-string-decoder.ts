import type { ByteWriter } from '../byte-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const FIRST_PRINTABLE = 0x20;

/** The byte that a letter after a backslash stands for; 0: it is no escape. */
const ESCAPES = new Uint8Array(256);
for (const pair of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  ESCAPES[pair.charCodeAt(0)] = pair.charCodeAt(1);
}

/** A string in JSON: where its text begins, where its first escape is, and where the JSON ends. */
interface EncodedString {
  readonly start: number;
  readonly escape: number;
  readonly end: number;
}

/**
 * Decodes a string of the JSON in `out.bytes` and appends its text to `out`. Returns the position after its closing quote, or -1 if it is no
 * string of JSON; `out` may have part of the text then.
 */
export function decodeJsonString(out: ByteWriter, { start, escape, end }: EncodedString): number {
  // Decoded text is never longer than its source.
  out.ensure(end - start);
  const { bytes } = out;
  bytes.copyWithin(out.at, start, escape);
  out.at += escape - start;
  for (let at = escape; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte < FIRST_PRINTABLE) return -1;
    if (byte === BACKSLASH) {
      at = decodeEscape(out, at, end);
      if (at < 0) return -1;
    } else bytes[out.at++] = byte;
  }
  return -1;
}

/** Decodes the escape at `from`; returns the position of its last byte, or -1. */
function decodeEscape(out: ByteWriter, from: number, end: number): number {
  const { bytes } = out;
  const letter = from + 1 < end ? (bytes[from + 1] as number) : 0;
  if (letter !== LETTER_U) {
    const byte = ESCAPES[letter] as number;
    if (byte === 0) return -1;
    bytes[out.at++] = byte;
    return from + 1;
  }
  const unit = hexAt(bytes, from + 2, end);
  if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000)) return -1;
  if (unit < 0xd800 || unit >= 0xe000) {
    putCodePoint(unit, out);
    return from + 5;
  }
  const hasLow = bytes[from + 6] === BACKSLASH && bytes[from + 7] === LETTER_U;
  const low = hasLow ? hexAt(bytes, from + 8, end) : -1;
  if (low < 0xdc00 || low >= 0xe000) return -1;
  putCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), out);
  return from + 11;
}

/** Four hexadecimal digits; -1 if there are none. */
function hexAt(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return -1;
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const digit = hexValue(bytes[at] as number);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Writes a code point as UTF-8; there must be room. */
function putCodePoint(point: number, out: ByteWriter): void {
  if (point < 0x80) out.byte(point);
  else if (point < 0x800) out.byte(0xc0 | (point >> 6));
  else if (point < 0x10000) out.byte(0xe0 | (point >> 12));
  else {
    out.byte(0xf0 | (point >> 18));
    out.byte(0x80 | ((point >> 12) & 0x3f));
  }
  if (point >= 0x800) out.byte(0x80 | ((point >> 6) & 0x3f));
  if (point >= 0x80) out.byte(0x80 | (point & 0x3f));
}
