import { BLANK, byteAt, COLON, DASH, OPEN, CLOSE, startsWith } from './bytes';
import { isHexOrColon, isIpv4, skipHost } from './byte-classes';
import { REPEATED } from './payload';
import { view } from './view';

const MAX_HOST: i32 = 255;
/** Characters of the longest IPv6 address, with an IPv4 tail. */
const MAX_ADDRESS: i32 = 45;
const MAC_DIGITS: i32 = 12;

const FORWARDED = 'Message forwarded from ';
const DASHES_REPEATED = '--- last message repeated ';

/**
 * Decodes the HOSTNAME that a time is followed by (RFC 3164 section 4.1.2) and returns where the tag begins. A word that
 * ends in a colon or bracket is a tag already: the sender left its name out, as glibc does. IPv6 addresses are names
 * in spite of their colons; AIX writes `Message forwarded from NAME: `, UniFi `name,mac,firmware`.
 */
export function decodeHost(at: i32, end: i32): i32 {
  const wordEnd = skipHost(at, end);
  if (wordEnd == end || byteAt(wordEnd) != BLANK || wordEnd == at || wordEnd - at > MAX_HOST) {
    return decodeOddHost(at, wordEnd, end);
  }
  const first = byteAt(at);
  // Of the phrases and `-`, which are no names, few are worth a look.
  if (first == 0x4d || first == 0x6c || first == DASH) {
    const tag = behindPhrase(at, end);
    if (tag != -1) return tag;
  }
  setHost(at, wordEnd);
  return wordEnd + 1;
}

/** Where the word `[at, wordEnd)` is no name that a blank ends. */
function decodeOddHost(at: i32, wordEnd: i32, end: i32): i32 {
  if (wordEnd - at > MAX_HOST) return at;
  if (wordEnd == end) return decodeLastWord(at, end);
  const terminator = byteAt(wordEnd);
  if (terminator == COLON) return beforeColon(at, end);
  if (terminator == 0x2c) return beforeComma(at, end);
  if (terminator == OPEN && wordEnd == at) return bracketedHost(at, end);
  return at;
}

/** A single word, or nothing, that ends the message. */
function decodeLastWord(at: i32, end: i32): i32 {
  if (at == end) return at;
  const tag = behindPhrase(at, end);
  if (tag != -1) return tag;
  setHost(at, end);
  return end;
}

/** Where the word behind a possible hostname and a blank at `at` begins, or -1. */
export function behindHost(at: i32, end: i32): i32 {
  const wordEnd = skipHost(at, end);
  const isHost = wordEnd > at && wordEnd - at <= MAX_HOST && wordEnd < end;
  return isHost && byteAt(wordEnd) == BLANK ? wordEnd + 1 : -1;
}

/** Where the tag begins behind a word that is no name: AIX's `Message forwarded from`, `last message repeated`, `-`; -1 for a name. */
function behindPhrase(at: i32, end: i32): i32 {
  if (startsWith(at, end, FORWARDED)) return decodeForwarded(at, end);
  if (startsWith(at, end, REPEATED) || startsWith(at, end, DASHES_REPEATED)) return at;
  const isNil = byteAt(at) == DASH && (at + 1 >= end || byteAt(at + 1) == BLANK);
  return isNil ? min(at + 2, end) : -1;
}

function decodeForwarded(at: i32, end: i32): i32 {
  const start = at + FORWARDED.length;
  const address = addressEnd(start, end);
  const wordEnd = address == -1 ? skipHost(start, end) : address;
  if (wordEnd == start || wordEnd + 1 >= end) return at;
  if (byteAt(wordEnd) != COLON || byteAt(wordEnd + 1) != BLANK) return at;
  setHost(start, wordEnd);
  return wordEnd + 2;
}

/** An IPv6 address, or an IPv4 one that a colon ends. */
function beforeColon(at: i32, end: i32): i32 {
  const address = addressEnd(at, end);
  const wordEnd = address == -1 ? skipHost(at, end) : address;
  const tag = wordEnd < end && byteAt(wordEnd) == COLON ? wordEnd + 1 : wordEnd;
  if (tag < end && byteAt(tag) != BLANK) return at;
  if (address == -1 && !isIpv4(at, wordEnd)) return at;
  setHost(at, wordEnd);
  return min(tag + 1, end);
}

/** The end of an IPv6 address at `at`, or -1. */
function addressEnd(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_ADDRESS + 1);
  let colons = 0;
  let cursor = at;
  while (cursor < limit) {
    const byte = byteAt(cursor);
    if (!isHexOrColon(byte)) break;
    if (byte == COLON) colons++;
    cursor++;
  }
  // `0002:: prog` ends in colons of its own, `fe80::1: prog` in one that is the header's.
  const isHeaderColon = colons > 0 && byteAt(cursor - 1) == COLON && byteAt(cursor - 2) != COLON;
  if (isHeaderColon) return colons > 2 ? cursor - 1 : -1;
  return colons >= 2 ? cursor : -1;
}

/** UniFi: `name,0123456789ab,version`; what follows the name is skipped. */
function beforeComma(at: i32, end: i32): i32 {
  const wordEnd = skipHost(at, end);
  const mac = wordEnd + 1;
  const macEnd = mac + MAC_DIGITS;
  if (wordEnd == at || macEnd >= end || byteAt(macEnd) != 0x2c) return at;
  for (let i = mac; i < macEnd; i++) {
    const byte = byteAt(i);
    if (!isHexOrColon(byte) || byte == COLON || byte == 0x2e) return at;
  }
  let tag = skipHost(macEnd + 1, end);
  if (tag < end && byteAt(tag) == COLON) tag++;
  if (tag >= end || byteAt(tag) != BLANK) return at;
  setHost(at, wordEnd);
  return tag + 1;
}

/** ArubaOS: `[10.0.0.1] `. */
function bracketedHost(at: i32, end: i32): i32 {
  const close = skipHost(at + 1, end);
  if (close + 1 >= end || byteAt(close) != CLOSE || byteAt(close + 1) != BLANK) return at;
  if (!isIpv4(at + 1, close)) return at;
  setHost(at + 1, close);
  return close + 2;
}

function setHost(start: i32, end: i32): void {
  view.hostStart = start;
  view.hostEnd = end;
}
