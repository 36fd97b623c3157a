import { skipBlanks } from './digits.ts';
import { isName, isTag, readWord } from './header-bytes.ts';
import { isMnemonic } from './mnemonic.ts';
import { isPayloadHeader } from './payload-header.ts';
import { startsWith } from './starts-with.ts';
import type { SyslogView } from './syslog-view.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SNARE = Buffer.from('MSWinEventLog');
const REPEATED = Buffer.from('last message repeated ');
const MAX_PID = 128;

/**
 * Decodes `TAG[PID]: ` at `at` and makes the rest the message (RFC 3164 section 5.3, with what senders add: no pid, no
 * colon behind the bracket, no blank behind the colon). A word that only a blank ends is a tag when it looks like a
 * program, when `[` follows, or when it is all there is; else it is text, as in the RFC's example `Use the BFG!`.
 * The header's text is kept as sent.
 */
export function decodeTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
  const word = readWord(bytes, at, end);
  const wordEnd = at + (word >> 8);
  let message: number;
  if (wordEnd > at && wordEnd < end && bytes[wordEnd] === OPEN) {
    message = readPid(bytes, at, wordEnd, end, view);
  } else {
    message = readTag(bytes, at, word, end, view);
  }
  if (message === -1) message = at;
  view.legacyHeaderStart = at;
  view.legacyHeaderEnd = message;
  view.messageStart = message;
}

/** Takes a tag that no text imitates, `word[pid]` or `word: `; returns where the message begins, or -1. */
export function readClearTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const word = readWord(bytes, at, end);
  const wordEnd = at + (word >> 8);
  if (wordEnd === at || wordEnd >= end) return -1;
  if (bytes[wordEnd] === OPEN) return readPid(bytes, at, wordEnd, end, view);
  if (bytes[wordEnd] !== COLON || (wordEnd + 1 < end && bytes[wordEnd + 1] !== BLANK)) return -1;
  if (!isTag(word) || isText(bytes, at, end)) return -1;
  setTag(at, wordEnd, view);
  return Math.min(wordEnd + 2, end);
}

/** Takes what `word` at `at`, which no bracket ends, is a tag of; returns where the message begins, or -1. */
// oxlint-disable-next-line max-params -- one object per message would be an allocation
function readTag(
  bytes: Uint8Array,
  at: number,
  word: number,
  end: number,
  view: SyslogView,
): number {
  const wordEnd = at + (word >> 8);
  if (wordEnd === at) return withoutWord(bytes, at, end, view);
  if (!isTag(word) || isText(bytes, at, end)) return -1;
  const terminator = wordEnd < end ? (bytes[wordEnd] as number) : 0;
  const next = wordEnd + 1 < end ? (bytes[wordEnd + 1] as number) : BLANK;
  let message = -1;
  if (wordEnd === end) message = end;
  else if (terminator === COLON) {
    if (next === BLANK) message = Math.min(wordEnd + 2, end);
    else if (isName(word) && isNameEnd(bytes[at] as number, next)) message = wordEnd + 1;
  } else if (terminator === BLANK && (next === OPEN || isProgram(bytes, at, wordEnd))) {
    message = wordEnd + 1;
  }
  if (message !== -1) setTag(at, wordEnd, view);
  return message;
}

/** `host : %ASA-6-…` has a tag that is empty; blanks too many are skipped in front of a clear one. */
function withoutWord(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return -1;
  const first = bytes[at] as number;
  if (first === BLANK) return readClearTag(bytes, skipBlanks(bytes, at, end), end, view);
  const isAlone = first === COLON && (at + 1 === end || bytes[at + 1] === BLANK);
  return isAlone ? Math.min(at + 2, end) : -1;
}

/** In front of a colon that no blank follows: `http://`, `a::b`, `C:\` and `10.0.0.1:80` are no tags. */
function isNameEnd(first: number, next: number): boolean {
  return first > 0x39 && next !== COLON && next !== 0x2f && next !== 0x5c;
}

/** Whether what begins like a tag is known to be text: a Cisco mnemonic, CEF, LEEF, `last message repeated`. */
function isText(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at] as number;
  if (first === 0x25) return isMnemonic(bytes, at, end);
  if (first === 0x43 || first === 0x4c) return isPayloadHeader(bytes, at, end);
  return first === 0x6c && startsWith(bytes, at, end, REPEATED);
}

/** Programs are written in small letters, sentences begin with a capital; Snare's agents are the exception. */
function isProgram(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] as number;
  if (end - start > 1 && first >= 0x61 && first <= 0x7a) return true;
  return end - start === SNARE.length && startsWith(bytes, start, end, SNARE);
}

/** Takes `word[pid]` and the colon and blank behind it, the word being `bytes[at, open)`; returns where the message begins, or -1. */
// oxlint-disable-next-line max-params -- one object per message would be an allocation
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
  let message = close + 1;
  if (message < end && bytes[message] === COLON) message++;
  else if (message < end && bytes[message] !== BLANK) return -1;
  view.appNameStart = at;
  view.appNameEnd = open;
  view.procIdStart = open + 1;
  view.procIdEnd = close;
  return message < end && bytes[message] === BLANK ? message + 1 : message;
}

function setTag(start: number, end: number, view: SyslogView): void {
  view.appNameStart = start;
  view.appNameEnd = end;
}
