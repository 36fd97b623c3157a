import type { ByteWriter } from '../event/byte-writer.ts';
import { utf8SequenceLength } from '../event/utf8.ts';

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
  const target = out.bytes;
  let to = out.at;
  let at = start;
  while (at < end) {
    const byte = bytes[at] as number;
    if (KIND[byte] === PLAIN) {
      target[to++] = byte;
      at++;
    } else {
      const length = lengthOfUnplain(bytes, at, end);
      to = length > 0 ? copy(bytes, at, length, target, to) : escape(bytes, at, -length, target, to);
      at += Math.abs(length);
    }
  }
  out.at = to;
}

/** How many bytes at `at` to keep; when they must be escaped, minus that. */
function lengthOfUnplain(bytes: Uint8Array, at: number, end: number): number {
  if (KIND[bytes[at] as number] === CONTROL) return -1;
  const length = utf8SequenceLength(bytes, at, end);
  const isC1Control = length === 2 && bytes[at] === 0xc2 && (bytes[at + 1] as number) < 0xa0;
  return isC1Control ? -2 : length;
}

function copy(
  bytes: Uint8Array,
  at: number,
  length: number,
  target: Uint8Array,
  to: number,
): number {
  for (let i = 0; i < length; i++) target[to + i] = bytes[at + i] as number;
  return to + length;
}

function escape(
  bytes: Uint8Array,
  at: number,
  length: number,
  target: Uint8Array,
  to: number,
): number {
  let next = to;
  for (let i = 0; i < length; i++) {
    const byte = bytes[at + i] as number;
    target[next] = BACKSLASH;
    target[next + 1] = LETTER_X;
    target[next + 2] = hexDigit(byte >> 4);
    target[next + 3] = hexDigit(byte & 15);
    next += 4;
  }
  return next;
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value;
}
