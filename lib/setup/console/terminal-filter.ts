const ESCAPE = 0x1b;
const BACKSPACE = 0x08;
const CARRIAGE_RETURN = 0x0d;
const DELETE = 0x7f;
/** First byte of the UTF-8 form of U+0080 to U+00BF; the second byte of a control character is 0x80 to 0x9F. */
const LATIN_LEAD = 0xc2;

type State =
  | 'text'
  /** After ESC. */
  | 'escape'
  /** In a control sequence, ESC [. */
  | 'sequence'
  /** In a control string such as ESC ], up to BEL or ESC \. */
  | 'string'
  /** After an ESC in a control string. */
  | 'string-escape';

/**
 * Removes what steers a terminal from the output of a boot loader: escape sequences and control characters but
 * backspace, tab, newline and carriage return, which line editing needs. Sequences may be spread over datagrams. ECMA-48.
 */
export class TerminalFilter {
  #state: State = 'text';
  /** Bytes that are still missing of a UTF-8 character. */
  #following = 0;
  #isLatin = false;

  /** The bytes to show. */
  push(bytes: Uint8Array): Uint8Array {
    const shown: number[] = [];
    for (const byte of bytes) {
      if (this.#state !== 'text') this.#skip(byte);
      else if (byte === ESCAPE) this.#enter('escape');
      else this.#text(byte, shown);
    }
    return Uint8Array.from(shown);
  }

  #enter(state: State): void {
    this.#state = state;
    this.#following = 0;
    this.#isLatin = false;
  }

  #skip(byte: number): void {
    switch (this.#state) {
      case 'escape':
        // [ begins a sequence; ] P X ^ _ begin strings; intermediates 0x20 to 0x2F are followed by one more byte.
        if (byte === 0x5b) this.#state = 'sequence';
        else if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(byte)) this.#state = 'string';
        else if (byte !== ESCAPE && (byte < 0x20 || byte > 0x2f)) this.#state = 'text';
        break;
      case 'sequence':
        // Parameters and intermediates are 0x20 to 0x3F; anything else ends it.
        if (byte === ESCAPE) this.#state = 'escape';
        else if (byte < 0x20 || byte > 0x3f) this.#state = 'text';
        break;
      case 'string':
        if (byte === 0x07) this.#state = 'text';
        else if (byte === ESCAPE) this.#state = 'string-escape';
        // A boot loader that breaks off a string must not stay silent for ever.
        else if (byte === CARRIAGE_RETURN || byte === 0x0a) this.#state = 'text';
        break;
      case 'string-escape':
        this.#state = byte === ESCAPE ? 'string-escape' : byte === 0x5c ? 'text' : 'string';
        break;
      case 'text':
        break;
      default:
        this.#state satisfies never;
    }
  }

  /** A C1 control is dropped both as a byte of its own and in UTF-8; the lead byte waits for the byte that decides. */
  #text(byte: number, shown: number[]): void {
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (this.#isLatin) {
      this.#isLatin = false;
      if (isContinuation && byte >= 0xa0) shown.push(LATIN_LEAD, byte);
      if (isContinuation) return;
    }
    if (isContinuation) {
      if (this.#following > 0) shown.push(byte);
      this.#following = Math.max(this.#following - 1, 0);
      return;
    }
    this.#following = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc3 ? 1 : 0;
    if (byte === LATIN_LEAD) this.#isLatin = true;
    else if (byte >= 0x20 ? byte !== DELETE : isEditing(byte)) shown.push(byte);
  }
}

function isEditing(byte: number): boolean {
  return byte >= BACKSPACE && byte <= CARRIAGE_RETURN && byte !== 0x0b && byte !== 0x0c;
}
