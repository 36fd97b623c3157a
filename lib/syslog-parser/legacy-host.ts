import { DIGIT_OR_DOT, HEADER_BYTE, HEX_OR_COLON, HOST_BYTE } from './header-bytes.ts';
import { startsWith } from './starts-with.ts';
import type { SyslogView } from './syslog-view.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const MAX_HOST = 255;

const FORWARDED = Buffer.from('Message forwarded from ');
const REPEATED = Buffer.from('last message repeated ');
const DASHES = Buffer.from('--- ');

/**
 * Decodes the HOSTNAME that a time is followed by (RFC 3164 section 4.1.2) and returns where the tag begins. A word that
 * ends in a colon or bracket is a tag already: the sender left its name out, as glibc does. IPv6 addresses are names
 * in spite of their colons; AIX writes `Message forwarded from NAME: `, UniFi `name,mac,firmware`.
 */
export function decodeHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipHost(bytes, at, end);
  if (wordEnd - at > MAX_HOST) return at;
  if (wordEnd === end) return setHost(at, end, end, bytes, view);
  const terminator = bytes[wordEnd] as number;
  if (wordEnd === at) return terminator === 0x5b ? bracketedHost(bytes, at, end, view) : at;
  if (terminator === BLANK) return beforeBlank(bytes, at, wordEnd, end, view);
  if (terminator === COLON) return beforeColon(bytes, at, wordEnd, end, view);
  if (terminator === 0x2c) return beforeComma(bytes, at, wordEnd, end, view);
  return at;
}

/** `host ` in front of a tag that has a pid: the header of a sender that leaves the time out. Returns where the tag begins, or -1. */
export function hostBefore(bytes: Uint8Array, at: number, end: number): number {
  const wordEnd = skipHost(bytes, at, end);
  const isHost = wordEnd > at && wordEnd - at <= MAX_HOST && wordEnd < end;
  return isHost && bytes[wordEnd] === BLANK ? wordEnd + 1 : -1;
}

function beforeBlank(
  bytes: Uint8Array,
  at: number,
  wordEnd: number,
  end: number,
  view: SyslogView,
): number {
  const first = bytes[at] as number;
  if (first === 0x4d && startsWith(bytes, at, end, FORWARDED)) {
    return decodeForwarded(bytes, at, end, view);
  }
  if (first === 0x6c && startsWith(bytes, at, end, REPEATED)) return at;
  if (first === 0x2d && startsWith(bytes, at, end, DASHES)) {
    if (startsWith(bytes, at + DASHES.length, end, REPEATED)) return at;
  }
  return setHost(at, wordEnd, wordEnd + 1, bytes, view);
}

function decodeForwarded(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = at + FORWARDED.length;
  let wordEnd = skipHost(bytes, start, end);
  if (wordEnd < end && bytes[wordEnd] === COLON) wordEnd = addressEnd(bytes, start, wordEnd, end);
  if (wordEnd === start || wordEnd + 1 >= end) return at;
  if (bytes[wordEnd] !== COLON || bytes[wordEnd + 1] !== BLANK) return at;
  return setHost(start, wordEnd, wordEnd + 2, bytes, view);
}

/** An IPv6 address, or an IPv4 one that a colon ends. */
function beforeColon(
  bytes: Uint8Array,
  at: number,
  wordEnd: number,
  end: number,
  view: SyslogView,
): number {
  if (wordEnd + 1 < end && bytes[wordEnd + 1] === BLANK) {
    return isIpv4(bytes, at, wordEnd) ? setHost(at, wordEnd, wordEnd + 2, bytes, view) : at;
  }
  const address = addressEnd(bytes, at, wordEnd, end);
  const isAddress = address > wordEnd && (address === end || bytes[address] === BLANK);
  return isAddress ? setHost(at, address, Math.min(address + 1, end), bytes, view) : at;
}

/** The end of an IPv6 address at `at`, whose first colon is known; that colon when it is no address. */
function addressEnd(bytes: Uint8Array, at: number, colon: number, end: number): number {
  const limit = Math.min(end, at + 46);
  let colons = 0;
  let cursor = at;
  while (cursor < limit) {
    const byte = bytes[cursor] as number;
    if (((HEADER_BYTE[byte] as number) & HEX_OR_COLON) === 0) break;
    if (byte === COLON) colons++;
    cursor++;
  }
  // `0002:: prog` ends in colons of its own, `fe80::1: prog` in one that is the header's.
  const isHeaderColon =
    bytes[cursor - 1] === COLON && bytes[cursor - 2] !== COLON && cursor - 1 > colon;
  if (isHeaderColon) return colons > 2 ? cursor - 1 : colon;
  return colons >= 2 ? cursor : colon;
}

/** UniFi: `name,0123456789ab,version`; what follows the name stays in the header's text. */
function beforeComma(
  bytes: Uint8Array,
  at: number,
  wordEnd: number,
  end: number,
  view: SyslogView,
): number {
  const mac = wordEnd + 1;
  if (mac + 13 > end || bytes[mac + 12] !== 0x2c) return at;
  for (let i = mac; i < mac + 12; i++) {
    const byte = bytes[i] as number;
    if (byte === COLON || byte === 0x2e) return at;
    if (((HEADER_BYTE[byte] as number) & HEX_OR_COLON) === 0) return at;
  }
  let version = skipHost(bytes, mac + 13, end);
  if (version < end && bytes[version] === COLON) version++;
  if (version >= end || bytes[version] !== BLANK) return at;
  return setHost(at, wordEnd, version + 1, bytes, view);
}

/** ArubaOS: `[10.0.0.1] `. */
function bracketedHost(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const close = skipHost(bytes, at + 1, end);
  if (close + 1 >= end || bytes[close] !== 0x5d || bytes[close + 1] !== BLANK) return at;
  return isIpv4(bytes, at + 1, close) ? setHost(at + 1, close, close + 2, bytes, view) : at;
}

function setHost(
  start: number,
  end: number,
  tag: number,
  bytes: Uint8Array,
  view: SyslogView,
): number {
  const isNil = end - start === 1 && bytes[start] === 0x2d;
  if (end > start && !isNil) {
    view.hostStart = start;
    view.hostEnd = end;
  }
  return tag;
}

function skipHost(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && ((HEADER_BYTE[bytes[cursor] as number] as number) & HOST_BYTE) !== 0) {
    cursor++;
  }
  return cursor;
}

function isIpv4(bytes: Uint8Array, start: number, end: number): boolean {
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (((HEADER_BYTE[byte] as number) & DIGIT_OR_DOT) === 0) return false;
    if (byte === 0x2e) dots++;
  }
  return dots === 3;
}
