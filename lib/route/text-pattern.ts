import { RE2JS, RE2JSException } from 're2js';

/** Bytes of a message that are searched. */
const MAX_TEXT_BYTES = 4096;

/** Why `expression` cannot be used as a regular expression; undefined when it can. */
export function textPatternFault(expression: string): string | undefined {
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}

/** A regular expression in RE2's syntax, in linear time, on the first 4 KiB of a text. Makes a string for each test. */
export class TextPattern {
  readonly #expression: RE2JS;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** `expression`: one that `textPatternFault` accepts. */
  constructor(expression: string) {
    this.#expression = RE2JS.compile(expression);
  }

  /** Whether it matches anywhere in `bytes[start, end)`. */
  isIn(bytes: Uint8Array, start: number, end: number): boolean {
    const text = bytes.subarray(start, Math.min(end, start + MAX_TEXT_BYTES));
    return this.#expression.test(this.#decoder.decode(text));
  }
}
