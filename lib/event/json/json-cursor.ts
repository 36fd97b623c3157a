import { ByteWriter } from '../byte-writer.ts';
import { decodeJsonString } from './json-string-decoder.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON_BYTES = 1;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const FIRST_PRINTABLE = 0x20;

/**
 * Walks over compact JSON from left to right. The text lies at the start of `out`; a string without escapes is a range of it, another
 * one is decoded after it. Every method returns false, and the position is undefined then, when the text is not what the method reads.
 */
export class JsonCursor {
  readonly out = new ByteWriter(4096);
  /** The next byte of the text. */
  at = 0;
  /** End of the text. */
  end = 0;
  /** The range in `out.bytes` of the string or digits read last. */
  start = 0;
  stop = 0;
  /** The number read last; NaN above 2^53. */
  value = 0;
  /** Whether a member or element must begin with a comma. */
  #isBehind = false;

  /** Begins with `bytes[start, end)`, which must be valid UTF-8; copies it. */
  begin(bytes: Uint8Array, start: number, end: number): void {
    const { out } = this;
    out.at = 0;
    out.ensure(end - start);
    out.bytes.set(bytes.subarray(start, end), 0);
    out.at = end - start;
    this.at = 0;
    this.end = out.at;
    this.#isBehind = false;
  }

  get isAtEnd(): boolean {
    return this.at === this.end;
  }

  openObject(): boolean {
    return this.#open(OPEN_OBJECT);
  }

  closeObject(): boolean {
    return this.#close(CLOSE_OBJECT);
  }

  openArray(): boolean {
    return this.#open(OPEN_ARRAY);
  }

  closeArray(): boolean {
    return this.#close(CLOSE_ARRAY);
  }

  /** Whether the next value is an array. */
  get isArray(): boolean {
    return this.out.bytes[this.at] === OPEN_ARRAY;
  }

  /** Moves past the name of the next member if it is `name`, as `memberName` makes it; else stays. */
  member(name: Uint8Array): boolean {
    const { bytes } = this.out;
    let at = this.at;
    if (this.#isBehind) {
      if (bytes[at] !== COMMA) return false;
      at++;
    }
    if (at + name.length > this.end) return false;
    for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false;
    this.at = at + name.length;
    return true;
  }

  /** Goes to the next element, or to the name of the next member; false at the end of the array or object. */
  next(): boolean {
    const byte = this.out.bytes[this.at];
    if (this.at >= this.end || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) return false;
    if (!this.#isBehind) return true;
    if (byte !== COMMA) return false;
    this.at++;
    return true;
  }

  /** The name of a member, and the colon. */
  name(): boolean {
    if (!this.string() || this.out.bytes[this.at] !== 0x3a) return false;
    this.at += COLON_BYTES;
    return true;
  }

  /** A prepared value: a word with its quotes, `true`. Stays if it is another one. */
  prepared(json: Uint8Array): boolean {
    const { bytes } = this.out;
    if (this.at + json.length > this.end) return false;
    for (let i = 0; i < json.length; i++) if (bytes[this.at + i] !== json[i]) return false;
    this.at += json.length;
    this.#isBehind = true;
    return true;
  }

  /** The place of the next value in a list of prepared ones; -1 if it is none of them. */
  oneOf(list: readonly Uint8Array[]): number {
    for (let i = 0; i < list.length; i++) if (this.prepared(list[i] as Uint8Array)) return i;
    return -1;
  }

  /** A string; its text is `out.bytes[start, stop)`. */
  string(): boolean {
    const { bytes } = this.out;
    const { end } = this;
    if (this.at >= end || bytes[this.at] !== QUOTE) return false;
    this.#isBehind = true;
    const start = this.at + 1;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.start = start;
        this.stop = at;
        this.at = at + 1;
        return true;
      }
      if (byte === BACKSLASH) {
        this.start = this.out.at;
        this.at = decodeJsonString(this.out, { start, escape: at, end });
        this.stop = this.out.at;
        return this.at >= 0;
      }
      if (byte < FIRST_PRINTABLE) return false;
    }
    return false;
  }

  /** A non-negative integer; its digits are `out.bytes[start, stop)`. */
  number(): boolean {
    const { bytes } = this.out;
    let value = 0;
    let at = this.at;
    for (; at < this.end; at++) {
      const digit = (bytes[at] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === this.at || (bytes[this.at] === 0x30 && at > this.at + 1)) return false;
    this.start = this.at;
    this.stop = at;
    this.at = at;
    this.value = value > Number.MAX_SAFE_INTEGER ? Number.NaN : value;
    this.#isBehind = true;
    return true;
  }

  /** Moves past an object, whatever is in it; its text is `out.bytes[start, stop)`. */
  object(): boolean {
    const { bytes } = this.out;
    const start = this.at;
    let depth = 0;
    let at = start;
    for (; at < this.end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#behindString(at) - 1;
      else if (byte === OPEN_OBJECT) depth++;
      else if (byte === CLOSE_OBJECT && --depth === 0) break;
    }
    if (bytes[start] !== OPEN_OBJECT || at >= this.end) return false;
    this.start = start;
    this.stop = at + 1;
    this.at = at + 1;
    this.#isBehind = true;
    return true;
  }

  #behindString(start: number): number {
    const { bytes } = this.out;
    let at = start + 1;
    while (at < this.end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    return at + 1;
  }

  #open(bracket: number): boolean {
    if (this.at >= this.end || this.out.bytes[this.at] !== bracket) return false;
    this.at++;
    this.#isBehind = false;
    return true;
  }

  #close(bracket: number): boolean {
    if (this.at >= this.end || this.out.bytes[this.at] !== bracket) return false;
    this.at++;
    this.#isBehind = true;
    return true;
  }
}
