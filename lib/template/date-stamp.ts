import { CivilTime } from '../event/civil-time.ts';
import { putDateAndTime, putTwoDigits } from '../event/rfc3339.ts';
import { putSixDigits } from './digits.ts';

const MICROS_AT = 20;
const OFFSET_AT = 26;

/** A moment as date macros show it. Parts that change only with the second or the offset are cached. */
export class DateStamp {
  /** The wall clock's date and time at `offsetMinutes`. */
  readonly civil = new CivilTime();
  /** `2026-11-20T14:40:00.000000+01:00`; the microseconds are those shown last. */
  readonly isoText = Buffer.from('0000-00-00T00:00:00.000000+00:00');
  readonly #isoWords = new DataView(this.isoText.buffer, this.isoText.byteOffset, 32);
  #shownMicros = 0;
  /** `+01:00`, never `Z`. */
  readonly offsetText = Buffer.from('+00:00');
  /** Seconds since 1970-01-01T00:00:00Z. */
  second = Number.NaN;
  /** 0 to 999,999. */
  micros = 0;
  #offsetMinutes = Number.NaN;
  #secondStartUs = Number.NaN;

  /** Shows another microsecond of the second that is shown; false when `us`, since 1970, is of another second. */
  moveTo(us: number): boolean {
    const micros = us - this.#secondStartUs;
    if (!(micros >= 0 && micros < 1_000_000)) return false;
    this.micros = micros;
    return true;
  }

  /** Minutes east of UTC that are shown. */
  get offsetMinutes(): number {
    return this.#offsetMinutes;
  }

  /** `second` and `micros` are of UTC; `offsetMinutes` east of it is what the clock shows. */
  set(second: number, micros: number, offsetMinutes: number): void {
    this.micros = micros;
    if (second === this.second && offsetMinutes === this.#offsetMinutes) return;
    this.second = second;
    this.#secondStartUs = second * 1_000_000;
    this.civil.set(second + offsetMinutes * 60);
    putDateAndTime(this.isoText, this.civil);
    if (offsetMinutes === this.#offsetMinutes) return;
    this.#offsetMinutes = offsetMinutes;
    const distance = Math.abs(offsetMinutes);
    this.offsetText[0] = offsetMinutes < 0 ? 0x2d : 0x2b;
    putTwoDigits(this.offsetText, 1, Math.floor(distance / 60));
    putTwoDigits(this.offsetText, 4, distance % 60);
    this.isoText.set(this.offsetText, OFFSET_AT);
  }

  /** Writes the moment at `at` in 32 bytes, as `isoText` is; returns where they end. There must be room. */
  putIso(target: DataView, at: number): number {
    if (this.micros !== this.#shownMicros) {
      this.#shownMicros = this.micros;
      putSixDigits(this.isoText, MICROS_AT, this.micros);
    }
    const source = this.#isoWords;
    // Digits and signs are no NaN, which alone may change as a double.
    target.setFloat64(at, source.getFloat64(0, true), true);
    target.setFloat64(at + 8, source.getFloat64(8, true), true);
    target.setFloat64(at + 16, source.getFloat64(16, true), true);
    target.setFloat64(at + 24, source.getFloat64(24, true), true);
    return at + 32;
  }
}
