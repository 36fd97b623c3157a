import { isDate } from './calendar.ts';
import { isDigit, skipDigits, twoDigits } from './digits.ts';
import type { Violation, ViolationReason } from './violation.ts';

/** More than this nobody reads, and a hostile message could have thousands. */
const MAX_FOUND = 32;

/** Reads a message strictly from left to right and collects what is wrong with it. */
export class ViolationList {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** Where reading goes on. */
  at = 0;
  readonly #found: Violation[] = [];

  constructor(bytes: Uint8Array, end: number) {
    this.bytes = bytes;
    this.end = end;
  }

  add(reason: ViolationReason, offset: number = this.at): void {
    if (this.#found.length < MAX_FOUND) this.#found.push({ reason, offset });
  }

  /** What was found, by offset. */
  sorted(): readonly Violation[] {
    return this.#found.sort((one, other) => one.offset - other.offset);
  }

  /** The byte at an offset from `at`, -1 after the end. */
  peek(offset = 0): number {
    const index = this.at + offset;
    return index < this.end ? (this.bytes[index] as number) : -1;
  }

  /** Takes one byte when it is the one wanted. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  /** Takes `<PRI>`: 0 to 191 without leading zeros (RFC 5424 section 6.2.1); false when there is none to go on after. */
  takePri(): boolean {
    if (!this.take(0x3c)) {
      this.add('no-pri');
      return false;
    }
    const start = this.at;
    this.at = skipDigits(this.bytes, start, Math.min(this.end, start + 3));
    const value = Number(Buffer.from(this.bytes.subarray(start, this.at)).toString('latin1'));
    const hasLeadingZero = this.bytes[start] === 0x30 && this.at > start + 1;
    if (this.at === start || value > 191 || hasLeadingZero) this.add('bad-pri', start);
    if (this.take(0x3e)) return true;
    this.add('bad-pri');
    return false;
  }

  /** Takes two digits of at most `most`; false, and nothing taken, otherwise. */
  takePair(most: number): boolean {
    const value = this.at + 2 <= this.end ? twoDigits(this.bytes, this.at) : -1;
    if (value === -1 || value > most) return false;
    this.at += 2;
    return true;
  }

  /** Takes what is left up to a space: 1 to `limit` printable ASCII characters. */
  takeField(limit: number): void {
    const start = this.at;
    let bad = -1;
    while (this.at < this.end && this.peek() !== 0x20) {
      if (bad === -1 && (this.peek() < 0x21 || this.peek() > 0x7e)) bad = this.at;
      this.at++;
    }
    if (this.at === start) this.add('missing-field');
    if (bad !== -1) this.add('bad-character', bad);
    if (this.at - start > limit) this.add('too-long', start + limit);
  }

  /** Reports a date that no calendar has. */
  checkDate(at: number): void {
    const { bytes } = this;
    const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
    if (!isDate(year, twoDigits(bytes, at + 5), twoDigits(bytes, at + 8))) {
      this.add('no-such-date', at);
    }
  }

  isDigitAt(offset: number): boolean {
    return isDigit(this.peek(offset));
  }
}
