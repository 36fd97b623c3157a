import { NO_ZONE } from '../syslog-view.ts';

const MAX_LETTERS = 4;

/**
 * Abbreviations that Cisco devices print behind a time, with their minutes east of UTC. Only those whose meaning
 * hardly anybody disputes: of CST and the like the American one.
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
];

const WORDS = Int32Array.from(OFFSETS, ([word]) => pack(Buffer.from(word), 0, word.length));
const MINUTES = Int16Array.from(OFFSETS, ([, minutes]) => minutes);

/** The offset that the abbreviation in `bytes[start, end)` stands for, in minutes east of UTC, or NO_ZONE. */
export function zoneWordOffset(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MAX_LETTERS) return NO_ZONE;
  const index = WORDS.indexOf(pack(bytes, start, end));
  return index === -1 ? NO_ZONE : (MINUTES[index] as number);
}

/** The end of the one to five capitals at `at` that `: ` follows; -1 when there are none. */
export function zoneWordEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_LETTERS + 1);
  let cursor = at;
  while (cursor < limit && isCapital(bytes[cursor] as number)) cursor++;
  if (cursor === at || cursor + 1 >= end || bytes[cursor] !== 0x3a) return -1;
  return bytes[cursor + 1] === 0x20 ? cursor : -1;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function pack(bytes: Uint8Array, start: number, end: number): number {
  let packed = 0;
  for (let at = start; at < end; at++) packed = (packed << 8) | (bytes[at] as number);
  return packed;
}
