import { createHash } from 'node:crypto';
import type { ByteWriter } from '../event/byte-writer.ts';

/** No segment is longer, so that it fits a file name of 255 bytes beside some constant text. */
const MAX_LENGTH = 200;
const HASH_DIGITS = 16;
const KEPT_LENGTH = MAX_LENGTH - 1 - HASH_DIGITS;

const PERCENT = 0x25;
const UPPERCASE_A = 0x41;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

const SAFE = new Uint8Array(256);
for (const byte of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@+-',
)) {
  SAFE[byte] = 1;
}

/**
 * Writes `bytes[start, end)` as part of one path segment: other bytes than `[A-Za-z0-9._:@+-]`, a leading dot and a
 * leading `-` become `%XX`, an empty value becomes `_` (and `_` alone `%5F`). A result longer than 200 bytes is cut
 * there and ends in `%` and 16 hex digits of the SHA-256 of the value; so is what looks as if it had been cut. Two
 * different values are never written alike.
 */
export function writeSafeSegment(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  out.ensure(3 * (end - start) + MAX_LENGTH);
  const first = out.at;
  if (start === end) out.byte(UNDERSCORE);
  else if (end - start === 1 && bytes[start] === UNDERSCORE) writePercent(UNDERSCORE, out);
  for (let i = out.at > first ? end : start; i < end; i++) {
    const byte = bytes[i] as number;
    const isLeading = i === start && (byte === DOT || byte === HYPHEN);
    if (SAFE[byte] === 1 && !isLeading) out.byte(byte);
    else writePercent(byte, out);
  }
  const length = out.at - first;
  if (length < MAX_LENGTH || (length === MAX_LENGTH && !looksCut(out))) return;
  out.at = first + KEPT_LENGTH;
  writeHash(bytes, start, end, out);
}

/** Length of what `writeHash` writes. */
export const HASH_LENGTH = 1 + HASH_DIGITS;

/** Writes `%` and 16 hex digits of the SHA-256 of `bytes[start, end)`: the end of a value that was cut. The caller reserved the room. */
export function writeHash(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  const hash = createHash('sha256').update(bytes.subarray(start, end));
  out.byte(PERCENT);
  out.all(Buffer.from(hash.digest('hex').slice(0, HASH_DIGITS)));
}

/** Whether what was written ends like a value that was cut: then it could be that of another value. */
function looksCut(out: ByteWriter): boolean {
  const percent = out.at - 1 - HASH_DIGITS;
  return (
    out.bytes[percent] === PERCENT &&
    /^[0-9a-f]+$/.test(out.bytes.toString('latin1', percent + 1, out.at))
  );
}

/** Writes a byte as `%XX`. The caller reserved the room. */
export function writePercent(byte: number, out: ByteWriter): void {
  out.byte(PERCENT);
  out.hex(byte, UPPERCASE_A);
}
