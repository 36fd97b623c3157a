const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
const DIGIT_9 = 0x39;
const SPACE = 0x20;
const OPEN_ANGLE = 0x3c;
/** More are no length of a message: 99,999,999 bytes. */
export const MAX_DIGITS = 8;
/** Digits, the space and the first byte of the message. */
export const MAX_HEADER_BYTES: number = MAX_DIGITS + 2;

/** It is not known yet. */
export const UNDECIDED = -1;
export const NOT_COUNTED = 0;

/**
 * Finds an octet count (RFC 6587 section 3.4.1) at the beginning of a frame.
 *
 *   1*8DIGIT SP "<"
 *
 * Without leading zero. `<` is not needed where frames `areCounted` in any case.
 */
export class OctetCount {
  /** Bytes of the count and the space. */
  headerBytes = 0;
  readonly #areCounted: boolean;

  constructor(areCounted: boolean) {
    this.#areCounted = areCounted;
  }

  /** Returns the bytes of the message, NOT_COUNTED, or UNDECIDED if `bytes[start, end)` is too short to decide. */
  find(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let count = 0;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === SPACE && at > start) break;
      const least = at === start ? DIGIT_1 : DIGIT_0;
      if (byte < least || byte > DIGIT_9 || at - start === MAX_DIGITS) return NOT_COUNTED;
      count = count * 10 + byte - DIGIT_0;
    }
    if (at === end) return UNDECIDED;
    this.headerBytes = at + 1 - start;
    if (this.#areCounted) return count;
    if (at + 1 === end) return UNDECIDED;
    return bytes[at + 1] === OPEN_ANGLE ? count : NOT_COUNTED;
  }
}
