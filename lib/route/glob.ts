const STAR = 0x2a;
const QUESTION = 0x3f;
const BACKSLASH = 0x5c;

/** Elements of a pattern: bytes, and these numbers beyond any byte. */
const ANY_TEXT = 256;
const ANY_CHARACTER = 257;

/** Why a pattern is no glob, and at which character. */
export interface GlobFault {
  readonly what: string;
  readonly hint: string;
  readonly offset: number;
}

/** Undefined when `pattern` is a glob: `*` any text, `?` any character, `\` takes the next one literally. */
export function globFault(pattern: string): GlobFault | undefined {
  if (pattern === '') return { what: 'the glob is empty', hint: 'write * for anything', offset: 0 };
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === '[' || character === '{') {
      const what = `the glob has ${character}, which has no meaning`;
      return { what, hint: `list the globs one by one, or write \\${character}`, offset: i };
    }
    if (character !== '\\') continue;
    i++;
    if (i === pattern.length) {
      const what = 'the glob ends in a lone backslash';
      return { what, hint: 'write \\\\ for a backslash', offset: i - 1 };
    }
  }
  return undefined;
}

/** A glob on UTF-8 bytes, compiled once. Tests take at most text times pattern steps, without allocation. */
export class Glob {
  readonly #pattern: Uint16Array;

  /** `pattern`: one that `globFault` accepts. */
  constructor(pattern: string) {
    const parts: number[] = [];
    const bytes = Buffer.from(pattern);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === BACKSLASH) parts.push(bytes[++i] as number);
      else if (byte === QUESTION) parts.push(ANY_CHARACTER);
      else if (byte !== STAR) parts.push(byte);
      else if (parts.at(-1) !== ANY_TEXT) parts.push(ANY_TEXT);
    }
    this.#pattern = Uint16Array.from(parts);
  }

  /** Whether all of `bytes[start, end)` matches. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const pattern = this.#pattern;
    let at = start;
    let part = 0;
    let retryAt = -1;
    let retryPart = -1;
    while (at < end) {
      const wanted = part < pattern.length ? (pattern[part] as number) : -1;
      if (wanted === ANY_TEXT) {
        part++;
        retryPart = part;
        retryAt = at;
      } else if (wanted === ANY_CHARACTER) {
        part++;
        at = afterCharacter(bytes, at, end);
      } else if (wanted === bytes[at]) {
        part++;
        at++;
      } else {
        if (retryPart < 0) return false;
        // Only the last star needs another try: what comes before it has matched at its earliest.
        retryAt = afterCharacter(bytes, retryAt, end);
        at = retryAt;
        part = retryPart;
      }
    }
    while (part < pattern.length && pattern[part] === ANY_TEXT) part++;
    return part === pattern.length;
  }
}

function afterCharacter(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && ((bytes[next] as number) & 0xc0) === 0x80) next++;
  return next;
}
