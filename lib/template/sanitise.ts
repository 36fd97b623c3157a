import type { ByteWriter } from '../event/byte-writer.ts';
import { utf8SequenceLength } from '../event/utf8.ts';
import { sourceViews, targetViews } from '../event/data-views.ts';
import { copyIfPlain, unplainIn } from '../event/plain-text.ts';

const HIGH_BITS = 0x80808080 | 0;
const BACKSLASH = 0x5c;
const LETTER_X = 0x78;

/** What a byte is: printed as it is, escaped, or the beginning of a UTF-8 sequence. */
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
 * Writes `bytes[start, end)` so that it can neither begin a line nor steer a terminal: control bytes but the
 * tab, U+0080 to U+009F, and bytes that are not UTF-8 become `\xnn`, each byte by itself. The backslash and all
 * other text stay.
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
    at = copyPlainBytes(bytes, at, Math.min(end, at + STRETCH), out);
    if (at < end && KIND[bytes[at] as number] !== PLAIN) at = writeUnplain(bytes, at, end, out);
    at = copyPlainWords(bytes, at, end, out);
  }
}

/**
 * Copies while what is copied is printable ASCII, sixteen or four bytes at a time, the last ones by a word that overlaps
 * what was copied; returns where the next byte stands. A fifth of the time of copying byte by byte.
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

function copyPlainBytes(bytes: Uint8Array, start: number, end: number, out: ByteWriter): number {
  const target = out.bytes;
  let to = out.at;
  let at = start;
  while (at < end) {
    const byte = bytes[at] as number;
    if (KIND[byte] !== PLAIN) break;
    target[to++] = byte;
    at++;
  }
  out.at = to;
  return at;
}

/** Writes the control byte or the sequence at `at`; returns where what follows it begins. */
function writeUnplain(bytes: Uint8Array, at: number, end: number, out: ByteWriter): number {
  const length = KIND[bytes[at] as number] === CONTROL ? -1 : utf8SequenceLength(bytes, at, end);
  const isC1Control = length === 2 && bytes[at] === 0xc2 && (bytes[at + 1] as number) < 0xa0;
  const next = at + Math.abs(length);
  if (length > 0 && !isC1Control) out.range(bytes, at, next);
  else for (let i = at; i < next; i++) writeEscaped(bytes[i] as number, out);
  return next;
}

function writeEscaped(byte: number, out: ByteWriter): void {
  out.byte(BACKSLASH);
  out.byte(LETTER_X);
  out.byte(hexDigit(byte >> 4));
  out.byte(hexDigit(byte & 15));
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value;
}
