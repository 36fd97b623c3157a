/**
 * Classes of bytes in the words of a legacy header, and the loops over them. Table and classes stay in this file: a constant of the
 * same file is compiled in, an imported one is loaded for each byte (bench/syslog-parser.ts).
 */
const HOST = 1;
const TAG = 2;
const NAME = 4;
const ENDS_WORD = 8;
const CLEAR = 16;
/** Longer words are no tags. */
const MAX_TAG = 128;

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const CLASSES = new Uint8Array(256);
add(`${LETTERS_AND_DIGITS}-_.@/+~`, HOST);
add(`${LETTERS_AND_DIGITS}-_./()@%#+~!$&*^|?`, TAG);
add(`${LETTERS_AND_DIGITS}-_./`, NAME);
add(`${LETTERS_AND_DIGITS}-_./()@%#+~!$&*^|?,<>{}`, CLEAR);
add(':[', ENDS_WORD);
CLASSES.fill(ENDS_WORD, 0, 0x21);
CLASSES.fill(HOST | TAG | CLEAR, 0x80);

function add(characters: string, bit: number): void {
  for (const byte of Buffer.from(characters)) CLASSES[byte] = (CLASSES[byte] ?? 0) | bit;
}

/** The end of the name at `at`, of bytes that a hostname may have. */
export function skipHost(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && ((CLASSES[bytes[cursor] as number] as number) & HOST) !== 0) cursor++;
  return cursor;
}

/**
 * Reads the word at `at`, up to a space, control byte, colon or opening bracket. Returns its length (at most just above that
 * of the longest tag) times 256, and the classes that all its bytes have in common, for `isTag`, `isClear` and `isName`.
 */
export function readWord(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_TAG + 1);
  let common = TAG | NAME | CLEAR;
  let cursor = at;
  while (cursor < limit) {
    const classes = CLASSES[bytes[cursor] as number] as number;
    if ((classes & ENDS_WORD) !== 0) break;
    common &= classes;
    cursor++;
  }
  const length = cursor - at;
  return (length << 8) | (length > MAX_TAG ? 0 : common);
}

/** Whether a word that was read has only bytes, and not too many, that a tag may have. */
export function isTag(word: number): boolean {
  return (word & TAG) !== 0;
}

/** Whether it is a tag before a colon and a space: `elixir<0.335.0>: `, `dhcp,info: `. */
export function isClear(word: number): boolean {
  return (word & CLEAR) !== 0;
}

/** Whether it is a tag even where no space follows its colon: then `http://…` and `10.0.0.1:80` must not pass. */
export function isName(word: number): boolean {
  return (word & NAME) !== 0;
}

/** Whether a byte may occur in an IPv6 address with an IPv4 tail. */
export function isHexOrColon(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x3a) || byte === 0x2e || (letter >= 0x61 && letter <= 0x66);
}

/** Whether `bytes[start, end)` is digits and three dots. */
export function isIpv4(bytes: Uint8Array, start: number, end: number): boolean {
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x2e) dots++;
    else if (byte < 0x30 || byte > 0x39) return false;
  }
  return dots === 3;
}
