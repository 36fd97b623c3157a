import { isAscii, isUtf8 } from 'node:buffer';

const LONE_SURROGATE = /\p{Surrogate}/u;
/** Room for any datagram as UTF-8; longer strings get a buffer of their own. */
const scratch = Buffer.allocUnsafeSlow(3 * 65_536);

/** A message as bytes for decoding and as text for cutting fields out of it. */
export class MessageText {
  bytes: Buffer = scratch;
  length = 0;
  isValidUtf8 = true;
  /** The text when it is ASCII, so that offsets in bytes are offsets in it; undefined otherwise. */
  #ascii: string | undefined;

  /** Takes a message. Its bytes are valid until the next one. */
  load(input: Uint8Array | string): void {
    if (typeof input === 'string') this.#loadString(input);
    else this.#loadBytes(input);
  }

  /** The text of `bytes[start, end)`; bytes that are not UTF-8 become U+FFFD. */
  slice(start: number, end: number): string {
    const ascii = this.#ascii;
    return ascii === undefined ? this.bytes.toString('utf8', start, end) : ascii.slice(start, end);
  }

  /** Forgets the message, so that its memory can be freed. */
  clear(): void {
    this.bytes = scratch;
    this.#ascii = undefined;
  }

  #loadString(input: string): void {
    this.bytes = input.length * 3 <= scratch.length ? scratch : Buffer.alloc(input.length * 3);
    this.length = this.bytes.write(input);
    this.#ascii = this.length === input.length ? input : undefined;
    this.isValidUtf8 = this.#ascii !== undefined || !LONE_SURROGATE.test(input);
  }

  #loadBytes(input: Uint8Array): void {
    this.bytes = Buffer.isBuffer(input)
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    this.length = input.length;
    this.#ascii = isAscii(input) ? this.bytes.toString('latin1') : undefined;
    this.isValidUtf8 = this.#ascii !== undefined || isUtf8(input);
  }
}
