import type { SyslogView } from '../syslog-view.ts';
import { isHexOrColon, isIpv4, skipHost } from './byte-classes.ts';
import { startsWith } from './bytes.ts';
import { REPEATED } from './payload.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const DASH = 0x2d;
const DOT = 0x2e;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const MAX_HOST = 255;
/** Characters of the longest IPv6 address, with an IPv4 tail. */
const MAX_ADDRESS = 45;
const MAC_DIGITS = 12;

const FORWARDED = Buffer.from('Message forwarded from ');
const DASHES_REPEATED = Buffer.from('--- last message repeated ');

/**
 * Decodes the HOSTNAME that a time is followed by (RFC 3164 section 4.1.2) and returns where the tag begins. A word that
 * ends in a colon or bracket is a tag already: the sender left its name out, as glibc does. IPv6 addresses are names
 * in spite of their colons; AIX writes `Message forwarded from NAME: `, UniFi `name,mac,firmware`.
 */
export function decodeHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipHost(bytes, at, end);
  if (wordEnd - at > MAX_HOST) return at;
  if (wordEnd === end) return decodeLastWord(bytes, at, end, view);
  const terminator = bytes[wordEnd];
  if (terminator !== BLANK || wordEnd === at) {
    if (terminator === COLON) return beforeColon(bytes, at, end, view);
    if (terminator === COMMA) return beforeComma(bytes, at, end, view);
    if (terminator === OPEN && wordEnd === at) return bracketedHost(bytes, at, end, view);
    return at;
  }
  const first = bytes[at] as number;
  // Of the phrases and `-`, which are no names, few are worth a look.
  if (first === 0x4d || first === 0x6c || first === DASH) {
    const tag = behindPhrase(bytes, at, end, view);
    if (tag !== -1) return tag;
  }
  setHost(at, wordEnd, view);
  return wordEnd + 1;
}

/** A single word, or nothing, that ends the message. */
function decodeLastWord(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at === end) return at;
  const tag = behindPhrase(bytes, at, end, view);
  if (tag !== -1) return tag;
  setHost(at, end, view);
  return end;
}

/** Where the word behind a possible hostname and a blank at `at` begins, or -1. */
export function behindHost(bytes: Uint8Array, at: number, end: number): number {
  const wordEnd = skipHost(bytes, at, end);
  const isHost = wordEnd > at && wordEnd - at <= MAX_HOST && wordEnd < end;
  return isHost && bytes[wordEnd] === BLANK ? wordEnd + 1 : -1;
}

/** Where the tag begins behind a word that is no name: AIX's `Message forwarded from`, `last message repeated`, `-`; -1 for a name. */
function behindPhrase(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (startsWith(bytes, at, end, FORWARDED)) return decodeForwarded(bytes, at, end, view);
  if (startsWith(bytes, at, end, REPEATED)) return at;
  if (startsWith(bytes, at, end, DASHES_REPEATED)) return at;
  const isNil = bytes[at] === DASH && (at + 1 >= end || bytes[at + 1] === BLANK);
  return isNil ? Math.min(at + 2, end) : -1;
}

function decodeForwarded(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = at + FORWARDED.length;
  const address = addressEnd(bytes, start, end);
  const wordEnd = address === -1 ? skipHost(bytes, start, end) : address;
  if (wordEnd === start || wordEnd + 1 >= end) return at;
  if (bytes[wordEnd] !== COLON || bytes[wordEnd + 1] !== BLANK) return at;
  setHost(start, wordEnd, view);
  return wordEnd + 2;
}

/** An IPv6 address, or an IPv4 one that a colon ends. */
function beforeColon(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const address = addressEnd(bytes, at, end);
  const wordEnd = address === -1 ? skipHost(bytes, at, end) : address;
  const tag = wordEnd < end && bytes[wordEnd] === COLON ? wordEnd + 1 : wordEnd;
  if (tag < end && bytes[tag] !== BLANK) return at;
  if (address === -1 && !isIpv4(bytes, at, wordEnd)) return at;
  setHost(at, wordEnd, view);
  return Math.min(tag + 1, end);
}

/** The end of an IPv6 address at `at`, or -1. */
function addressEnd(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_ADDRESS + 1);
  let colons = 0;
  let cursor = at;
  while (cursor < limit) {
    const byte = bytes[cursor] as number;
    if (!isHexOrColon(byte)) break;
    if (byte === COLON) colons++;
    cursor++;
  }
  // `0002:: prog` ends in colons of its own, `fe80::1: prog` in one that is the header's.
  const isHeaderColon = colons > 0 && bytes[cursor - 1] === COLON && bytes[cursor - 2] !== COLON;
  if (isHeaderColon) return colons > 2 ? cursor - 1 : -1;
  return colons >= 2 ? cursor : -1;
}

/** UniFi: `name,0123456789ab,version`; what follows the name is skipped. */
function beforeComma(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipHost(bytes, at, end);
  const mac = wordEnd + 1;
  const macEnd = mac + MAC_DIGITS;
  if (wordEnd === at || macEnd >= end || bytes[macEnd] !== COMMA) return at;
  for (let i = mac; i < macEnd; i++) {
    const byte = bytes[i] as number;
    if (!isHexOrColon(byte) || byte === COLON || byte === DOT) return at;
  }
  let tag = skipHost(bytes, macEnd + 1, end);
  if (tag < end && bytes[tag] === COLON) tag++;
  if (tag >= end || bytes[tag] !== BLANK) return at;
  setHost(at, wordEnd, view);
  return tag + 1;
}

/** ArubaOS: `[10.0.0.1] `. */
function bracketedHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const close = skipHost(bytes, at + 1, end);
  if (close + 1 >= end || bytes[close] !== CLOSE || bytes[close + 1] !== BLANK) return at;
  if (!isIpv4(bytes, at + 1, close)) return at;
  setHost(at + 1, close, view);
  return close + 2;
}

function setHost(start: number, end: number, view: SyslogView): void {
  view.hostStart = start;
  view.hostEnd = end;
}
