import type { ByteWriter } from '../byte-writer.ts';
import { sourceViews, targetViews } from '../data-views.ts';
import { utf8SequenceLength } from '../utf8.ts';

/** How a byte is written: as it is, with its sequence, as `\u00XX`, else this letter after a backslash. */
const AS_IS = 0;
const SEQUENCE = 1;
const HEX = 2;
const TREATMENT = createTreatment();

const BACKSLASH = 0x5c;
/** From this length on, taking four bytes at a time is worth its beginning. */
const LONG = 16;

/** The most bytes one byte of a string can become: `\u00XX`. */
export const JSON_GROWTH = 6;

/**
 * Writes `bytes[start, end)` as a JSON string, with quotes. Bytes that are not UTF-8 become U+FFFD; control
 * characters, also 0x7f and U+0080 to U+009F, are escaped, so that the result is harmless on a terminal.
 */
export function writeJsonString(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  out.ensure(2 + JSON_GROWTH * (end - start));
  out.byte(0x22);
  writeJsonText(bytes, start, end, out);
  out.byte(0x22);
}

/** The inside of a JSON string, without quotes; the caller reserved `JSON_GROWTH` bytes for each byte. */
export function writeJsonText(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  let at = start;
  while (at < end) {
    if (end - at >= LONG) at = copyPlainWords(bytes, at, end, out);
    at = out.rangeWhile(TREATMENT, bytes, at, Math.min(end, at + LONG));
    if (at < end && TREATMENT[bytes[at] as number] !== AS_IS) at = writeOther(bytes, at, end, out);
  }
}

/** Copies four bytes at a time while all four stand for themselves; returns where the next one is. */
function copyPlainWords(bytes: Uint8Array, start: number, end: number, out: ByteWriter): number {
  const source = sourceViews.of(bytes);
  const target = targetViews.of(out.bytes);
  const last = end - 4;
  let to = out.at;
  let at = start;
  while (at <= last) {
    const word = source.getInt32(at, true);
    const quotes = word ^ 0x22222222;
    const backslashes = word ^ 0x5c5c5c5c;
    // the high bit of a byte is set when it is a control, above ASCII, a quote, or a backslash
    const special =
      (word - 0x20202020) |
      (word + 0x01010101) |
      (quotes - 0x01010101) |
      (backslashes - 0x01010101);
    if (((special | word) & 0x80808080) !== 0) break;
    target.setInt32(to, word, true);
    to += 4;
    at += 4;
  }
  out.at = to;
  return at;
}

/** Writes the byte or sequence at `at` that does not stand for itself; returns where the next one begins. */
function writeOther(bytes: Uint8Array, at: number, end: number, out: ByteWriter): number {
  const byte = bytes[at] as number;
  const treatment = TREATMENT[byte] as number;
  if (treatment === SEQUENCE) return writeSequence(bytes, at, end, out);
  out.byte(BACKSLASH);
  if (treatment === HEX) putUnicode(byte, out);
  else out.byte(treatment);
  return at + 1;
}

/** Writes the sequence at `at`, or U+FFFD in its place; returns where the next one begins. */
function writeSequence(bytes: Uint8Array, at: number, end: number, out: ByteWriter): number {
  const length = utf8SequenceLength(bytes, at, end);
  if (length < 0) {
    out.byte(0xef);
    out.byte(0xbf);
    out.byte(0xbd);
    return at - length;
  }
  const second = bytes[at + 1] as number;
  if (bytes[at] === 0xc2 && second < 0xa0) {
    out.byte(BACKSLASH);
    putUnicode(second, out);
  } else {
    out.range(bytes, at, at + length);
  }
  return at + length;
}

function putUnicode(byte: number, out: ByteWriter): void {
  out.byte(0x75);
  out.byte(0x30);
  out.byte(0x30);
  out.hex(byte);
}

function createTreatment(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(HEX, 0, 0x20);
  table[0x7f] = HEX;
  table.fill(SEQUENCE, 0x80);
  const letters = { '\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\' };
  for (const [character, letter] of Object.entries(letters)) {
    table[character.charCodeAt(0)] = letter.charCodeAt(0);
  }
  return table;
}
