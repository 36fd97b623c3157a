/// <reference lib="es2024.string" />
import { isAscii, isUtf8 } from 'node:buffer';

const encoder = new TextEncoder();
/** Room for any datagram as UTF-8; longer strings get a buffer of their own. */
const scratch = Buffer.allocUnsafeSlow(3 * 65_536);

/** A message as bytes for decoding and as text for cutting fields out of it. */
export class MessageText {
  bytes: Buffer = scratch;
  length = 0;
  isValidUtf8 = true;
  /** The message, or the ASCII that it begins with. */
  #text = '';
  /** Up to where the message is known to be ASCII, so that offsets in bytes are offsets in the text. */
  #asciiEnd = 0;
  /** Whether `#text` is the whole message and says the same as the bytes. */
  #isWhole = true;
  /** An offset in bytes, and the same in UTF-16 units: the end of the piece cut last after `#asciiEnd`. */
  #byteAt = 0;
  #unitAt = 0;

  /** Takes a message. Its bytes are valid until the next one. */
  load(input: Uint8Array | string): void {
    if (typeof input === 'string') this.#loadString(input);
    else this.#loadBytes(input);
  }

  /** The text of `bytes[start, end)`, which are whole characters; bytes that are not UTF-8 become U+FFFD. */
  slice(start: number, end: number): string {
    if (end <= this.#asciiEnd) return this.#text.slice(start, end);
    return this.#sliceAny(start, end);
  }

  /** The text of `bytes[start, end)`, where only ASCII follows `end`. */
  tail(start: number, end: number): string {
    if (end <= this.#asciiEnd) return this.#text.slice(start, end);
    return this.#tailAny(start, end);
  }

  #sliceAny(start: number, end: number): string {
    if (!this.#isWhole) return this.bytes.toString('utf8', start, end);
    const from = this.#unitsTo(start);
    return this.#text.slice(from, this.#unitsTo(end));
  }

  #tailAny(start: number, end: number): string {
    if (!this.#isWhole) return this.#sliceAny(start, end);
    return this.#text.slice(this.#unitsTo(start), this.#text.length - (this.length - end));
  }

  /** The offset in UTF-16 units of an offset in bytes. Counts on from the one before, so that pieces in order cost one pass. */
  #unitsTo(offset: number): number {
    if (offset <= this.#asciiEnd || this.#extendAscii(offset)) return offset;
    if (offset < this.#byteAt || this.#byteAt < this.#asciiEnd) {
      this.#byteAt = this.#asciiEnd;
      this.#unitAt = this.#asciiEnd;
    }
    this.#unitAt += unitsOf(this.bytes, this.#byteAt, offset);
    this.#byteAt = offset;
    return this.#unitAt;
  }

  /** Looks for ASCII up to `offset`; whether there is nothing else. */
  #extendAscii(offset: number): boolean {
    const { bytes } = this;
    let at = this.#asciiEnd;
    while (at < offset && (bytes[at] as number) < 0x80) at++;
    this.#asciiEnd = at;
    return at === offset;
  }

  #loadString(input: string): void {
    this.bytes = input.length * 3 <= scratch.length ? scratch : Buffer.alloc(input.length * 3);
    const length = encoder.encodeInto(input, this.bytes).written;
    this.length = length;
    this.#text = input;
    this.#asciiEnd = length;
    this.isValidUtf8 = true;
    if (length !== input.length) this.#admitNonAscii(input);
  }

  #admitNonAscii(input: string): void {
    this.isValidUtf8 = input.isWellFormed();
    this.#isWhole = this.isValidUtf8;
    this.#asciiEnd = 0;
    this.#byteAt = 0;
    this.#unitAt = 0;
    // Surrogates without their other half are U+FFFD in the bytes only.
    if (!this.#isWhole) this.#extendAscii(this.length);
  }

  #loadBytes(input: Uint8Array): void {
    this.bytes = Buffer.isBuffer(input)
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    this.length = input.length;
    this.#isWhole = false;
    this.#asciiEnd = input.length;
    this.isValidUtf8 = true;
    if (!isAscii(input)) {
      this.#asciiEnd = 0;
      this.#extendAscii(input.length);
      this.isValidUtf8 = isUtf8(input);
    }
    this.#text = this.bytes.toString('latin1', 0, this.#asciiEnd);
  }
}

/** The UTF-16 units of well-formed `bytes[start, end)`: two for a character of four bytes, one for any other. */
function unitsOf(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    units += ((byte & 0xc0) === 0x80 ? 0 : 1) + (byte >= 0xf0 ? 1 : 0);
  }
  return units;
}
