import type { SyslogView } from '../syslog-view.ts';
import { isClear, isName, isTag, readWord } from './byte-classes.ts';
import { skipSpaces, startsWith } from './bytes.ts';
import { isText } from './payload.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SNARE = Buffer.from('MSWinEventLog');
const MAX_PID = 128;

/**
 * Decodes `TAG[PID]: ` at `at` and makes the rest the message (RFC 3164 section 5.3, with what senders add: no pid, no
 * colon after the bracket, no space after the colon). A word that only a space ends is a tag when it looks like a
 * program, when `[` follows, or when it is all there is; else it is text, as in the RFC's example `Use the BFG!`.
 * The header's text is kept as sent.
 */
export function decodeTag(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
  const word = readWord(bytes, at, end);
  const wordEnd = at + (word >> 8);
  let message: number;
  if (wordEnd === at) message = withoutWord(bytes, at, end, view);
  else {
    const hasPid = wordEnd < end && bytes[wordEnd] === OPEN;
    message = hasPid ? readPid(bytes, wordEnd, end, view) : behindTag(bytes, at, end, word);
    if (message !== -1) setTag(at, wordEnd, view);
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
  const hasPid = bytes[wordEnd] === OPEN;
  const message = hasPid ? readPid(bytes, wordEnd, end, view) : behindColon(bytes, at, end, word);
  if (message !== -1) setTag(at, wordEnd, view);
  return message;
}

/** Where the message after such a tag at `at` begins, or -1. */
export function clearTagEnd(bytes: Uint8Array, at: number, end: number): number {
  const word = readWord(bytes, at, end);
  const wordEnd = at + (word >> 8);
  if (wordEnd === at || wordEnd >= end) return -1;
  if (bytes[wordEnd] === OPEN) return readPid(bytes, wordEnd, end, undefined);
  return behindColon(bytes, at, end, word);
}

/** Where the message after `word` at `at`, a colon and a space begins, or -1. */
function behindColon(bytes: Uint8Array, at: number, end: number, word: number): number {
  const wordEnd = at + (word >> 8);
  if (bytes[wordEnd] !== COLON || (wordEnd + 1 < end && bytes[wordEnd + 1] !== SPACE)) return -1;
  return isClear(word) && !isText(bytes, at, end) ? Math.min(wordEnd + 2, end) : -1;
}

/** Whether a tag begins at `at` by its own looks, one that no space need follow: `word[pid]`, `word: `, `name:text`. */
export function startsTag(bytes: Uint8Array, at: number, end: number): boolean {
  if (clearTagEnd(bytes, at, end) !== -1) return true;
  const word = readWord(bytes, at, end);
  const wordEnd = at + (word >> 8);
  const isColon = wordEnd > at && wordEnd + 1 < end && bytes[wordEnd] === COLON;
  return isColon && isName(word) && isNameEnd(bytes[at] as number, bytes[wordEnd + 1] as number);
}

/** Where the message after `word` at `at`, which no bracket ends, begins when it is a tag; else -1. */
function behindTag(bytes: Uint8Array, at: number, end: number, word: number): number {
  if (!isClear(word) || isText(bytes, at, end)) return -1;
  const wordEnd = at + (word >> 8);
  if (wordEnd === end) return isTag(word) ? end : -1;
  const terminator = bytes[wordEnd];
  const next = wordEnd + 1 < end ? (bytes[wordEnd + 1] as number) : SPACE;
  if (terminator === COLON && next === SPACE) return Math.min(wordEnd + 2, end);
  if (!isTag(word)) return -1;
  if (terminator === COLON) {
    return isName(word) && isNameEnd(bytes[at] as number, next) ? wordEnd + 1 : -1;
  }
  const isEnd = terminator === SPACE && (next === OPEN || isProgram(bytes, at, wordEnd));
  return isEnd ? wordEnd + 1 : -1;
}

/** `host : %ASA-6-…` has a tag that is empty; extra spaces are skipped before a clear one. */
function withoutWord(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return -1;
  const first = bytes[at];
  if (first === SPACE) return readClearTag(bytes, skipSpaces(bytes, at, end), end, view);
  const isAlone = first === COLON && (at + 1 === end || bytes[at + 1] === SPACE);
  return isAlone ? Math.min(at + 2, end) : -1;
}

/** Before a colon that no space follows: `http://`, `a::b`, `C:\` and `10.0.0.1:80` are no tags. */
function isNameEnd(first: number, next: number): boolean {
  return first > 0x39 && next !== COLON && next !== 0x2f && next !== 0x5c;
}

/** Programs are written in small letters, sentences begin with a capital; Snare's agents are the exception. */
function isProgram(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] as number;
  if (end - start > 1 && first >= 0x61 && first <= 0x7a) return true;
  return end - start === SNARE.length && startsWith(bytes, start, end, SNARE);
}

/**
 * Takes `[pid]` at `open` and the colon and space after it into `view`, if there is one; returns where the message begins, or -1. In
 * front of a colon the brackets may hold nothing.
 */
function readPid(
  bytes: Uint8Array,
  open: number,
  end: number,
  view: SyslogView | undefined,
): number {
  const start = open + 1;
  const limit = Math.min(end, start + MAX_PID);
  let close = start;
  while (close < limit && bytes[close] !== CLOSE && (bytes[close] as number) > SPACE) close++;
  if (close >= limit || bytes[close] !== CLOSE) return -1;
  let message = close + 1;
  if (message < end && bytes[message] === COLON) message++;
  else if (close === start || (message < end && bytes[message] !== SPACE)) return -1;
  if (view !== undefined && close > start) {
    view.procIdStart = start;
    view.procIdEnd = close;
  }
  return message < end && bytes[message] === SPACE ? message + 1 : message;
}

function setTag(start: number, end: number, view: SyslogView): void {
  view.appNameStart = start;
  view.appNameEnd = end;
}

/** Makes the tag part of the message again. */
export function forgetTag(view: SyslogView): void {
  if (view.legacyHeaderStart !== -1) {
    view.messageStart = view.appNameStart;
    view.legacyHeaderEnd = view.appNameStart;
  }
  view.appNameStart = -1;
  view.appNameEnd = -1;
  view.procIdStart = -1;
  view.procIdEnd = -1;
}
