import { isAscii, isUtf8 } from 'node:buffer';

const encoder = new TextEncoder();
/** Room for any datagram as UTF-8; longer strings get a buffer of their own. */
const scratch = Buffer.allocUnsafeSlow(3 * 65_536);

/** A message as bytes for decoding and as text for cutting fields out of it. */
export class MessageText {
  bytes: Buffer = scratch;
  length = 0;
  isValidUtf8 = true;
  /** The text of which `[0, #asciiEnd)` is ASCII, so that offsets in bytes are offsets in it. */
  #text = '';
  #asciiEnd = 0;
  /** Whether `#text` is the whole message. */
  #isString = true;

  /** Takes a message. Its bytes are valid until the next one. */
  load(input: Uint8Array | string): void {
    if (typeof input === 'string') this.#loadString(input);
    else this.#loadBytes(input);
  }

  /** The text of `bytes[start, end)`; bytes that are not UTF-8 become U+FFFD. */
  slice(start: number, end: number): string {
    if (end <= this.#asciiEnd) return this.#text.slice(start, end);
    return this.bytes.toString('utf8', start, end);
  }

  /** The text of `bytes[start, end)`, where only ASCII follows `end`. */
  tail(start: number, end: number): string {
    const isWhole = this.#isString && this.isValidUtf8 && start <= this.#asciiEnd;
    if (!isWhole) return this.slice(start, end);
    return this.#text.slice(start, this.#text.length - (this.length - end));
  }

  #loadString(input: string): void {
    this.bytes = input.length * 3 <= scratch.length ? scratch : Buffer.alloc(input.length * 3);
    const length = encoder.encodeInto(input, this.bytes).written;
    const isAllAscii = length === input.length;
    this.length = length;
    this.#text = input;
    this.#isString = true;
    this.#asciiEnd = isAllAscii ? length : asciiEnd(this.bytes, length);
    this.isValidUtf8 = isAllAscii || isWellFormed(input, this.#asciiEnd);
  }

  #loadBytes(input: Uint8Array): void {
    const isAllAscii = isAscii(input);
    this.bytes = Buffer.isBuffer(input)
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    this.length = input.length;
    this.#isString = false;
    this.#asciiEnd = isAllAscii ? input.length : asciiEnd(this.bytes, input.length);
    this.#text = this.bytes.toString('latin1', 0, this.#asciiEnd);
    this.isValidUtf8 = isAllAscii || isUtf8(input);
  }
}

function asciiEnd(bytes: Uint8Array, length: number): number {
  let at = 0;
  while (at < length && (bytes[at] as number) < 0x80) at++;
  return at;
}

/** Whether all surrogates from `start` on come in pairs. */
function isWellFormed(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) {
    const kind = text.charCodeAt(at) & 0xfc00;
    if (kind !== 0xd800 && kind !== 0xdc00) continue;
    if (kind === 0xdc00 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) return false;
    at++;
  }
  return true;
}
