import { skipBlanks } from './digits.ts';
import { HEADER_BYTE, NAME_BYTE, TAG_BYTE } from './header-bytes.ts';
import { isPayloadHeader } from './payload-header.ts';
import { startsWith } from './starts-with.ts';
import type { SyslogView } from './syslog-view.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SNARE = Buffer.from('MSWinEventLog');
const REPEATED = Buffer.from('last message repeated ');
const MAX_TAG = 128;
const MAX_PID = 128;

/**
 * Decodes `TAG[PID]: ` at `at` and makes the rest the message (RFC 3164 section 5.3, with what senders add: no pid, no
 * colon behind the bracket, no blank behind the colon). A word that only a blank ends is a tag when it looks like a
 * program, when `[` follows, or when it is all there is; else it is text, as in the RFC's example `Use the BFG!`.
 * The header's text is kept as sent.
 */
export function decodeTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
  let message = readTag(bytes, at, end, view);
  if (message === -1 && at < end && bytes[at] === BLANK) {
    const start = skipBlanks(bytes, at, end);
    const behind = readClearTag(bytes, start, end, view);
    if (behind !== -1) message = behind;
  }
  view.legacyHeaderStart = at;
  view.legacyHeaderEnd = message === -1 ? at : message;
  view.messageStart = view.legacyHeaderEnd;
}

/** Takes a tag whose end no text imitates, `word[pid]` or `word: `; returns where the message begins, or -1. */
export function readClearTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipWord(bytes, at, end);
  if (wordEnd === at || wordEnd >= end) return -1;
  if (bytes[wordEnd] === OPEN) return readPid(bytes, at, wordEnd, end, view);
  if (bytes[wordEnd] !== COLON || !isTag(bytes, at, wordEnd, TAG_BYTE)) return -1;
  if (isMnemonic(bytes, at, wordEnd) || isPayloadHeader(bytes, at, end)) return -1;
  if (wordEnd + 1 < end && bytes[wordEnd + 1] !== BLANK) return -1;
  return setTag(at, wordEnd, Math.min(wordEnd + 2, end), view);
}

function readTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const wordEnd = skipWord(bytes, at, end);
  const terminator = wordEnd < end ? (bytes[wordEnd] as number) : 0;
  if (wordEnd === at) {
    // `host : %ASA-6-…` has a tag that is empty.
    const isEmptyTag = terminator === COLON && (at + 1 >= end || bytes[at + 1] === BLANK);
    return isEmptyTag ? Math.min(at + 2, end) : -1;
  }
  const clear = readClearTag(bytes, at, end, view);
  if (clear !== -1) return clear;
  if (isMnemonic(bytes, at, wordEnd) || isPayloadHeader(bytes, at, end)) return -1;
  if (terminator === COLON) {
    const next = bytes[wordEnd + 1] as number;
    const isName = isTag(bytes, at, wordEnd, NAME_BYTE) && (bytes[at] as number) > 0x39;
    return isName && next !== COLON && next !== 0x2f && next !== 0x5c
      ? setTag(at, wordEnd, wordEnd + 1, view)
      : -1;
  }
  if (!isTag(bytes, at, wordEnd, TAG_BYTE)) return -1;
  if (wordEnd === end) return setTag(at, end, end, view);
  const isBare =
    terminator === BLANK && (bytes[wordEnd + 1] === OPEN || isProgram(bytes, at, wordEnd));
  return isBare && !isRepeat(bytes, at, end) ? setTag(at, wordEnd, wordEnd + 1, view) : -1;
}

/** Programs are written in small letters, sentences begin with a capital; Snare's agents are the exception. */
function isProgram(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] as number;
  if (end - start > 1 && first >= 0x61 && first <= 0x7a) return true;
  return end - start === SNARE.length && startsWith(bytes, start, end, SNARE);
}

function isRepeat(bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[at] === 0x6c && startsWith(bytes, at, end, REPEATED);
}

/** `[pid]` at `open`, then `:`, a blank or the end. */
function readPid(
  bytes: Uint8Array,
  at: number,
  open: number,
  end: number,
  view: SyslogView,
): number {
  const limit = Math.min(end, open + 1 + MAX_PID);
  let close = open + 1;
  while (close < limit && bytes[close] !== CLOSE && (bytes[close] as number) > BLANK) close++;
  if (close === open + 1 || close >= limit || bytes[close] !== CLOSE) return -1;
  let behind = close + 1;
  if (behind < end && bytes[behind] === COLON) behind++;
  else if (behind < end && bytes[behind] !== BLANK) return -1;
  view.procIdStart = open + 1;
  view.procIdEnd = close;
  return setTag(at, open, behind < end && bytes[behind] === BLANK ? behind + 1 : behind, view);
}

function setTag(start: number, end: number, message: number, view: SyslogView): number {
  view.appNameStart = start;
  view.appNameEnd = end;
  return message;
}

/** The end of the word at `at`: a blank, control byte, colon or opening bracket; at most just above the longest tag. */
function skipWord(bytes: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + MAX_TAG + 1);
  let cursor = at;
  while (cursor < limit) {
    const byte = bytes[cursor] as number;
    if (byte <= BLANK || byte === COLON || byte === OPEN) break;
    cursor++;
  }
  return cursor;
}

function isTag(bytes: Uint8Array, start: number, end: number, kind: number): boolean {
  if (end - start > MAX_TAG) return false;
  for (let at = start; at < end; at++) {
    if (((HEADER_BYTE[bytes[at] as number] as number) & kind) === 0) return false;
  }
  return true;
}

/** Cisco's `%FACILITY-SEVERITY-MNEMONIC`: it begins the text and is no tag (RFC 3164: a tag is alphanumeric). */
export function isMnemonic(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end || bytes[start] !== 0x25) return false;
  for (let at = start + 2; at + 2 < end; at++) {
    const digit = (bytes[at + 1] as number) - 0x30;
    if (bytes[at] === 0x2d && bytes[at + 2] === 0x2d && digit >= 0 && digit <= 7) return true;
  }
  return false;
}
