import type { ByteWriter } from './byte-writer.ts';
import { CivilTime } from './civil-time.ts';

/** Bytes of a moment as `Rfc3339Utc` writes it. */
const LENGTH = 27;

/** Writes moments as `2026-11-20T14:40:00.123456Z`; keeps the text of the last second it wrote. */
export class Rfc3339Utc {
  readonly #civil = new CivilTime();
  readonly #text = Buffer.from('0000-00-00T00:00:00.000000Z');
  #second = Number.NaN;

  /** `micros` are microseconds since 1970-01-01T00:00:00Z, of a year from 0 to 9999. */
  write(micros: number, out: ByteWriter): void {
    const second = Math.floor(micros / 1_000_000);
    if (second !== this.#second) this.#setSecond(second);
    out.ensure(LENGTH);
    const at = out.at;
    out.all(this.#text);
    out.at = at + 20;
    out.padded(micros - second * 1_000_000, 6);
    out.at = at + LENGTH;
  }

  #setSecond(second: number): void {
    this.#second = second;
    const civil = this.#civil;
    civil.set(second);
    putDateAndTime(this.#text, civil);
  }
}

/** Writes the digits of `YYYY-MM-DDTHH:MM:SS`; what is between them is left as it is. */
export function putDateAndTime(target: Uint8Array, civil: CivilTime): void {
  putTwoDigits(target, 0, Math.floor(civil.year / 100));
  putTwoDigits(target, 2, civil.year % 100);
  putTwoDigits(target, 5, civil.month);
  putTwoDigits(target, 8, civil.day);
  putTwoDigits(target, 11, civil.hour);
  putTwoDigits(target, 14, civil.minute);
  putTwoDigits(target, 17, civil.second);
}

/** Writes `value`, 0 to 99, as two digits at `at`. */
export function putTwoDigits(target: Uint8Array, at: number, value: number): void {
  const tens = Math.floor(value / 10);
  target[at] = 0x30 + tens;
  target[at + 1] = 0x30 + value - tens * 10;
}
