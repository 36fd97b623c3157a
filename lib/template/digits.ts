import type { ByteWriter } from '../event/byte-writer.ts';

const DOT = 0x2e;

/** The three digits of every number below 1000, side by side. */
const THREE_DIGITS = new Uint8Array(3000);
for (let value = 0; value < 1000; value++) {
  THREE_DIGITS.set(Buffer.from(String(value).padStart(3, '0')), value * 3);
}

/** Writes an integer below 1,000,000 as six digits at `at`. A table, since six divisions cost more than a whole line's rest. */
export function putSixDigits(target: Uint8Array, at: number, value: number): void {
  const thousands = (value / 1000) | 0;
  const high = thousands * 3;
  const low = (value - thousands * 1000) * 3;
  target[at] = THREE_DIGITS[high] as number;
  target[at + 1] = THREE_DIGITS[high + 1] as number;
  target[at + 2] = THREE_DIGITS[high + 2] as number;
  target[at + 3] = THREE_DIGITS[low] as number;
  target[at + 4] = THREE_DIGITS[low + 1] as number;
  target[at + 5] = THREE_DIGITS[low + 2] as number;
}

/** Writes `.` and the first `digits` (0 to 6) digits of microseconds; nothing for 0 digits. Needs 7 bytes of room. */
export function putFraction(micros: number, digits: number, out: ByteWriter): void {
  if (digits === 0) return;
  out.byte(DOT);
  putSixDigits(out.bytes, out.at, micros);
  out.at += digits;
}

/** Writes an integer below 2^31, padded with spaces to `width`. Needs ten bytes of room, or `width`. */
export function putPadded(value: number, width: number, out: ByteWriter): void {
  let digits = 1;
  for (let limit = 10; digits < 10 && value >= limit; limit *= 10) digits++;
  const target = out.bytes;
  const start = out.at;
  const end = start + (digits > width ? digits : width);
  let rest = value | 0;
  let at = end - 1;
  for (let i = 0; i < digits; i++) {
    const quotient = (rest / 10) | 0;
    target[at--] = 0x30 + rest - quotient * 10;
    rest = quotient;
  }
  while (at >= start) target[at--] = 0x20;
  out.at = end;
}
