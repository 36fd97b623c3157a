import { FIRMWARE, MAC, VIA } from '../header-values.ts';
import type { SyslogView } from '../syslog-view.ts';
import { isHexOrColon, isIpv4, skipHost } from './byte-classes.ts';
import { find, skipSpaces, startsWith } from './bytes.ts';
import { clearTagEnd, startsTag } from './legacy-tag.ts';
import { isText, REPEATED } from './payload.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const DASH = 0x2d;
const DOT = 0x2e;
const QUOTE = 0x22;
const PERCENT = 0x25;
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
 * in spite of their colons; AIX writes `Message forwarded from NAME: `, UniFi `name,mac,firmware` or `name mac,firmware: `. A word of
 * any visible bytes is a name when a clear tag follows, also after extra spaces.
 */
export function decodeHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const tag = decodeUsualHost(bytes, at, end, view);
  if (tag === at) return decodeOddHost(bytes, at, end, view);
  const isDevice = tag + MAC_DIGITS < end && bytes[tag + MAC_DIGITS] === COMMA;
  // A second one is text.
  return isDevice && !view.hasHeader(MAC) ? behindDevice(bytes, tag, end, view) : tag;
}

function decodeUsualHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipHost(bytes, at, end);
  if (wordEnd - at > MAX_HOST) return at;
  if (wordEnd === end) return decodeLastWord(bytes, at, end, view);
  const terminator = bytes[wordEnd];
  if (terminator !== SPACE || wordEnd === at) {
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

/** Where the word after a possible hostname and a space at `at` begins, or -1. */
export function behindHost(bytes: Uint8Array, at: number, end: number): number {
  const wordEnd = skipHost(bytes, at, end);
  const isHost = wordEnd > at && wordEnd - at <= MAX_HOST && wordEnd < end;
  return isHost && bytes[wordEnd] === SPACE ? wordEnd + 1 : -1;
}

/** Where the tag begins after a word that is no name: AIX's `Message forwarded from`, `last message repeated`, `-`; -1 for a name. */
function behindPhrase(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (startsWith(bytes, at, end, FORWARDED)) return decodeForwarded(bytes, at, end, view);
  if (startsWith(bytes, at, end, REPEATED)) return at;
  if (startsWith(bytes, at, end, DASHES_REPEATED)) return at;
  const isNil = bytes[at] === DASH && (at + 1 >= end || bytes[at + 1] === SPACE);
  return isNil ? Math.min(at + 2, end) : -1;
}

function decodeForwarded(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = at + FORWARDED.length;
  const address = addressEnd(bytes, start, end);
  const wordEnd = address === -1 ? skipHost(bytes, start, end) : address;
  if (wordEnd === start || wordEnd + 1 >= end) return at;
  if (bytes[wordEnd] !== COLON || bytes[wordEnd + 1] !== SPACE) return at;
  setHost(start, wordEnd, view);
  view.setHeader(VIA, at, start - 1);
  return wordEnd + 2;
}

/** An IPv6 address, or an IPv4 one that a colon ends. */
function beforeColon(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const address = addressEnd(bytes, at, end);
  const wordEnd = address === -1 ? skipHost(bytes, at, end) : address;
  const tag = wordEnd < end && bytes[wordEnd] === COLON ? wordEnd + 1 : wordEnd;
  if (tag < end && bytes[tag] !== SPACE) return at;
  if (address === -1 && !isIpv4(bytes, at, wordEnd)) return at;
  setHost(at, wordEnd, view);
  return Math.min(tag + 1, end);
}

/** The end of an IPv6 address at `at`, with its scope (`fe80::1%eth0`), or -1. */
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
  if (colons < 2) return -1;
  return cursor < end && bytes[cursor] === PERCENT ? skipHost(bytes, cursor + 1, end) : cursor;
}

/** UniFi: `name,mac,firmware` or, without a name, `mac,firmware`. */
function beforeComma(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const alone = behindDevice(bytes, at, end, view);
  if (alone > at) return alone;
  const wordEnd = skipHost(bytes, at, end);
  const tag = behindDevice(bytes, wordEnd + 1, end, view);
  if (tag === wordEnd + 1 || wordEnd === at) return at;
  setHost(at, wordEnd, view);
  return tag;
}

/** Takes UniFi's `mac,firmware[:] ` at `at`; returns the position after it, `at` when something else is there. */
function behindDevice(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const firmware = firmwareAt(bytes, at, end);
  if (firmware === -1) return at;
  const firmwareEnd = skipHost(bytes, firmware, end);
  const tag = firmwareEnd < end && bytes[firmwareEnd] === COLON ? firmwareEnd + 1 : firmwareEnd;
  if (firmwareEnd === firmware || tag >= end || bytes[tag] !== SPACE) return at;
  setDevice(at, firmware, firmwareEnd, view);
  return tag + 1;
}

/** Where the firmware begins after the twelve digits of a MAC address at `at` and a comma; -1 when they are none. */
function firmwareAt(bytes: Uint8Array, at: number, end: number): number {
  const macEnd = at + MAC_DIGITS;
  if (macEnd >= end || bytes[macEnd] !== COMMA) return -1;
  for (let i = at; i < macEnd; i++) {
    const byte = bytes[i] as number;
    if (!isHexOrColon(byte) || byte === COLON || byte === DOT) return -1;
  }
  return macEnd + 1;
}

function setDevice(mac: number, firmware: number, end: number, view: SyslogView): void {
  view.setHeader(MAC, mac, mac + MAC_DIGITS);
  view.setHeader(FIRMWARE, firmware, end);
}

/**
 * A word of other bytes, or after extra spaces, when a clear tag follows: `(none) kernel: `, `AP#1 hostapd[12]: `. What is a tag or
 * text itself is no name, nor what is in brackets, but for an address, nor what begins with `%` or ends in a comma.
 */
function decodeOddHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = at < end && bytes[at] === SPACE ? skipSpaces(bytes, at, end) : at;
  const limit = Math.min(end, start + MAX_HOST + 1);
  let wordEnd = start;
  while (wordEnd < limit && (bytes[wordEnd] as number) > SPACE && bytes[wordEnd] !== 0x7f)
    wordEnd++;
  if (wordEnd - start < 2 || wordEnd >= limit || bytes[wordEnd] !== SPACE) return at;
  const last = bytes[wordEnd - 1];
  if (last === COLON || last === COMMA || bytes[start] === PERCENT) return at;
  if (startsTag(bytes, start, end) || isText(bytes, start, end)) return at;
  if (clearTagEnd(bytes, wordEnd + 1, end) === -1) return at;
  if (bytes[start] === OPEN) {
    const address = addressEnd(bytes, start + 1, wordEnd);
    if (address !== wordEnd - 1 || bytes[address] !== CLOSE) return at;
    setHost(start + 1, address, view);
  } else if (!decodeQuoted(bytes, start, wordEnd, view)) setHost(start, wordEnd, view);
  return wordEnd + 1;
}

/** UniFi before version 5: `("name,mac,firmware")`. */
function decodeQuoted(bytes: Uint8Array, at: number, end: number, view: SyslogView): boolean {
  const name = at + 2;
  if (bytes[at] !== 0x28 || bytes[at + 1] !== QUOTE || end - name < 3) return false;
  if (bytes[end - 1] !== 0x29 || bytes[end - 2] !== QUOTE) return false;
  const comma = find(bytes, COMMA, name, end);
  const firmware = firmwareAt(bytes, comma + 1, end - 2);
  if (comma === name || firmware === -1) return false;
  setHost(name, comma, view);
  setDevice(comma + 1, firmware, end - 2, view);
  return true;
}

/** ArubaOS: `[10.0.0.1] `. */
function bracketedHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const close = skipHost(bytes, at + 1, end);
  if (close + 1 >= end || bytes[close] !== CLOSE || bytes[close + 1] !== SPACE) return at;
  if (!isIpv4(bytes, at + 1, close)) return at;
  setHost(at + 1, close, view);
  return close + 2;
}

function setHost(start: number, end: number, view: SyslogView): void {
  view.hostStart = start;
  view.hostEnd = end;
}
