import type { ByteWriter } from '../event/byte-writer.ts';
import { utf8SequenceLength } from '../event/utf8.ts';
import { sourceViews, targetViews } from '../event/data-views.ts';
import { copyIfPlain, unplainIn } from '../event/plain-text.ts';

const HIGH_BITS = 0x80808080 | 0;
const BACKSLASH = 0x5c;
const LETTER_X = 0x78;

/** Class of a byte: printed unchanged, escaped, or the beginning of a UTF-8 sequence. */
const PLAIN = 0;
const CONTROL = 1;
const SEQUENCE = 2;
const KIND = new Uint8Array(256);
KIND.fill(CONTROL, 0, 0x20);
KIND[0x09] = PLAIN;
KIND[0x7f] = CONTROL;
KIND.fill(SEQUENCE, 0x80);

/** Bytes that are looked at one by one after one that is not plain, before words are tried again. */
const STRETCH = 16;

/**
 * Writes `bytes[start, end)` so that it can neither begin a line nor control a terminal: control bytes except the
 * tab, U+0080 to U+009F, line separators and bidirectional controls (U+2028 to U+202E, U+2066 to U+2069), and bytes that are not UTF-8
 * become `\xnn`, byte by byte. The backslash and all other text stay.
 */
export function writeSanitised(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  out.ensure(4 * (end - start));
  const source = sourceViews.of(bytes);
  const plainEnd = copyIfPlain(source, start, end, targetViews.of(out.bytes), out.at);
  if (plainEnd >= 0) out.at = plainEnd;
  else writeMixed(bytes, start, end, out);
}

function writeMixed(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  let at = copyPlainWords(bytes, start, end, out);
  while (at < end) {
    at = out.rangeWhile(KIND, bytes, at, Math.min(end, at + STRETCH));
    if (at < end && KIND[bytes[at] as number] !== PLAIN) at = writeUnplain(bytes, at, end, out);
    at = copyPlainWords(bytes, at, end, out);
  }
}

/**
 * Copies while what is copied is printable ASCII, sixteen or four bytes at a time, the last ones by a word that overlaps
 * what was copied; returns the offset of the next byte. Takes 20% of the time of a copy byte by byte.
 */
function copyPlainWords(bytes: Uint8Array, start: number, end: number, out: ByteWriter): number {
  if (end - start < 4) return start;
  const source = sourceViews.of(bytes);
  const target = targetViews.of(out.bytes);
  let to = out.at;
  let at = start;
  for (const last = end - 16; at <= last; at += 16, to += 16) {
    const first = source.getInt32(at, true);
    const second = source.getInt32(at + 4, true);
    const third = source.getInt32(at + 8, true);
    const fourth = source.getInt32(at + 12, true);
    const unplain = unplainIn(first) | unplainIn(second) | unplainIn(third) | unplainIn(fourth);
    if ((unplain & HIGH_BITS) !== 0) break;
    target.setInt32(to, first, true);
    target.setInt32(to + 4, second, true);
    target.setInt32(to + 8, third, true);
    target.setInt32(to + 12, fourth, true);
  }
  for (const last = end - 4; at <= last; at += 4, to += 4) {
    const word = source.getInt32(at, true);
    if ((unplainIn(word) & HIGH_BITS) !== 0) return stopAt(at, to, out);
    target.setInt32(to, word, true);
  }
  const rest = end - at;
  if (rest > 0) {
    const word = source.getInt32(end - 4, true);
    if ((unplainIn(word) & HIGH_BITS) !== 0) return stopAt(at, to, out);
    target.setInt32(to + rest - 4, word, true);
  }
  return stopAt(end, to + rest, out);
}

function stopAt(at: number, to: number, out: ByteWriter): number {
  out.at = to;
  return at;
}

/** Writes the control byte or the sequence at `at`; returns where what follows it begins. */
function writeUnplain(bytes: Uint8Array, at: number, end: number, out: ByteWriter): number {
  const length = KIND[bytes[at] as number] === CONTROL ? -1 : utf8SequenceLength(bytes, at, end);
  const next = at + Math.abs(length);
  if (length > 0 && !isControl(bytes, at, length)) out.range(bytes, at, next);
  else for (let i = at; i < next; i++) writeEscaped(bytes[i] as number, out);
  return next;
}

/** Whether the UTF-8 sequence at `at` is a C1 control, a line separator or a bidirectional control. */
function isControl(bytes: Uint8Array, at: number, length: number): boolean {
  const second = bytes[at + 1] as number;
  if (length === 2) return bytes[at] === 0xc2 && second < 0xa0;
  if (length !== 3 || bytes[at] !== 0xe2) return false;
  const third = bytes[at + 2] as number;
  if (second === 0x80) return third >= 0xa8 && third <= 0xae;
  return second === 0x81 && third >= 0xa6 && third <= 0xa9;
}

function writeEscaped(byte: number, out: ByteWriter): void {
  out.byte(BACKSLASH);
  out.byte(LETTER_X);
  out.hex(byte);
}
