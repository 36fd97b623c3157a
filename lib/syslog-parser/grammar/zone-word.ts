import { isDigit } from '../digits.ts';
import { NO_ZONE } from '../syslog-view.ts';

const MAX_LETTERS = 4;
const MAX_WORD = 8;
const COLON = 0x3a;

/**
 * Abbreviations that Cisco devices print after a time, with their minutes east of UTC. Only those whose meaning
 * hardly anybody disputes: of CST and the like the American one; but not IST, which India, Israel and Ireland have, nor AST.
 */
const OFFSETS: readonly (readonly [string, number])[] = [
  ['Z', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['WEST', 60],
  ['BST', 60],
  ['CET', 60],
  ['MET', 60],
  ['CEST', 120],
  ['MEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['MSK', 180],
  ['JST', 540],
  ['AEST', 600],
  ['AEDT', 660],
  ['NZST', 720],
  ['NZDT', 780],
  ['EST', -300],
  ['EDT', -240],
  ['CST', -360],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
  ['AKST', -540],
  ['AKDT', -480],
  ['HST', -600],
  ['BRT', -180],
  ['ART', -180],
  ['NST', -210],
  ['NDT', -150],
  ['WAT', 60],
  ['CAT', 120],
  ['SAST', 120],
  ['EAT', 180],
  ['TRT', 180],
  ['PKT', 300],
  ['NPT', 345],
  ['ICT', 420],
  ['WIB', 420],
  ['HKT', 480],
  ['SGT', 480],
  ['AWST', 480],
  ['KST', 540],
  ['ACST', 570],
  ['ACDT', 630],
];

const WORDS = Int32Array.from(OFFSETS, ([word]) => pack(Buffer.from(word), 0, word.length));
const MINUTES = Int16Array.from(OFFSETS, ([, minutes]) => minutes);

/** The offset that the abbreviation in `bytes[start, end)` stands for, in minutes east of UTC, or NO_ZONE. */
export function zoneWordOffset(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MAX_LETTERS) return NO_ZONE;
  const index = WORDS.indexOf(pack(bytes, start, end));
  return index === -1 ? NO_ZONE : (MINUTES[index] as number);
}

/**
 * The end of the word at `at` that `: ` follows and that may stand for a zone: one to eight letters, digits and signs (Cisco's
 * `clock timezone WORD`); -1 when there is none. An offset has a colon, `+05:30`.
 */
export function zoneWordEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_WORD + 1);
  let cursor = at;
  while (cursor < limit && isOfWord(bytes[cursor] as number)) cursor++;
  const hasMinutes = cursor === at + 3 && cursor + 3 < end && bytes[at + 3] === COLON;
  if (hasMinutes && bytes[at + 6] === COLON && isDigit(bytes[at + 4] as number)) cursor += 3;
  if (cursor === at || cursor + 1 >= end || bytes[cursor] !== COLON) return -1;
  return bytes[cursor + 1] === 0x20 ? cursor : -1;
}

function isOfWord(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || isDigit(byte) || byte === 0x2b || byte === 0x2d;
}

export function isCapitals(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x41 || byte > 0x5a) return false;
  }
  return true;
}

function pack(bytes: Uint8Array, start: number, end: number): number {
  let packed = 0;
  for (let at = start; at < end; at++) packed = (packed << 8) | (bytes[at] as number);
  return packed;
}
