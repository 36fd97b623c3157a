import { daysSinceEpoch, isDate } from '../../syslog-parser/calendar.ts';

/** Digits and punctuation of `2026-11-20T14:40:00`. */
export const SECOND_LENGTH = 19;
/** The same with `.123456Z`. */
const MOMENT_LENGTH = 27;
const FORM = Buffer.from('0000-00-00T00:00:00');
const ZERO = 0x30;

/** Reads moments as `Rfc3339Utc` writes them; keeps the last second it read. */
export class MomentReader {
  readonly #last = Buffer.alloc(SECOND_LENGTH);
  #lastUs = Number.NaN;

  /** Microseconds since 1970-01-01T00:00:00Z; NaN if `bytes[start, end)` is no such moment. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const isForm =
      end - start === MOMENT_LENGTH && bytes[start + 19] === 0x2e && bytes[end - 1] === 0x5a;
    if (!isForm) return Number.NaN;
    for (let i = 0; i < SECOND_LENGTH; i++) {
      if (bytes[start + i] !== this.#last[i]) return this.#readSecond(bytes, start);
    }
    return this.#lastUs + microsAt(bytes, start);
  }

  #readSecond(bytes: Uint8Array, start: number): number {
    if (!isSecond(bytes, start)) return Number.NaN;
    const year = digitsAt(bytes, start, 4);
    const month = digitsAt(bytes, start + 5, 2);
    const day = digitsAt(bytes, start + 8, 2);
    if (!isDate(year, month, day)) return Number.NaN;
    const hour = digitsAt(bytes, start + 11, 2);
    const minute = digitsAt(bytes, start + 14, 2);
    const second = digitsAt(bytes, start + 17, 2);
    if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
    const days = daysSinceEpoch(year, month, day);
    for (let i = 0; i < SECOND_LENGTH; i++) this.#last[i] = bytes[start + i] as number;
    this.#lastUs = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000;
    return this.#lastUs + microsAt(bytes, start);
  }
}

/** Whether `YYYY-MM-DDTHH:MM:SS` begins at `start`; digits only, no ranges. */
export function isSecond(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < SECOND_LENGTH; i++) {
    const byte = bytes[start + i] as number;
    const isRight = FORM[i] === ZERO ? byte >= ZERO && byte <= 0x39 : byte === FORM[i];
    if (!isRight) return false;
  }
  return true;
}

/** The number that `count` decimal digits are. */
export function digitsAt(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    value = value * 10 + (bytes[at] as number) - ZERO;
  }
  return value;
}

/** NaN if the six bytes after the point are not digits. */
function microsAt(bytes: Uint8Array, start: number): number {
  for (let at = start + SECOND_LENGTH + 1; at < start + MOMENT_LENGTH - 1; at++) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > 0x39) return Number.NaN;
  }
  return digitsAt(bytes, start + SECOND_LENGTH + 1, 6);
}
