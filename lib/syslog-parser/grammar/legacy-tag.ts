import { BLANK, byteAt, CLOSE, COLON, find, OPEN, skipBlanks, startsWith } from './bytes';
import { isName, isTag, readWord } from './byte-classes';
import { isText } from './payload';
import { view } from './view';

const SNARE = 'MSWinEventLog';
const MAX_PID: i32 = 128;

/**
 * Decodes `TAG[PID]: ` at `at` and makes the rest the message (RFC 3164 section 5.3, with what senders add: no pid, no
 * colon behind the bracket, no blank behind the colon). A word that only a blank ends is a tag when it looks like a
 * program, when `[` follows, or when it is all there is; else it is text, as in the RFC's example `Use the BFG!`.
 * The header's text is kept as sent.
 */
export function decodeTag(at: i32, end: i32): void {
  const word = readWord(at, end);
  const wordEnd = at + (word >> 8);
  const hasPid = wordEnd > at && wordEnd < end && byteAt(wordEnd) == OPEN;
  let message = hasPid ? readPid(at, wordEnd, end) : readTag(at, word, end);
  if (message == -1) message = at;
  view.legacyHeaderStart = at;
  view.legacyHeaderEnd = message;
  view.messageStart = message;
}

/** Takes a tag that no text imitates, `word[pid]` or `word: `; returns where the message begins, or -1. */
export function readClearTag(at: i32, end: i32): i32 {
  const word = readWord(at, end);
  const wordEnd = at + (word >> 8);
  if (wordEnd == at || wordEnd >= end) return -1;
  if (byteAt(wordEnd) == OPEN) return readPid(at, wordEnd, end);
  if (byteAt(wordEnd) != COLON || (wordEnd + 1 < end && byteAt(wordEnd + 1) != BLANK)) return -1;
  if (!isTag(word) || isText(at, end)) return -1;
  setTag(at, wordEnd);
  return min(wordEnd + 2, end);
}

/** Takes what `word` at `at`, which no bracket ends, is a tag of; returns where the message begins, or -1. */
function readTag(at: i32, word: i32, end: i32): i32 {
  const wordEnd = at + (word >> 8);
  if (wordEnd == at) return withoutWord(at, end);
  if (!isTag(word) || isText(at, end)) return -1;
  const terminator = wordEnd < end ? byteAt(wordEnd) : 0;
  const next = wordEnd + 1 < end ? byteAt(wordEnd + 1) : BLANK;
  let message = -1;
  if (wordEnd == end) message = end;
  else if (terminator == COLON) {
    if (next == BLANK) message = min(wordEnd + 2, end);
    else if (isName(word) && isNameEnd(byteAt(at), next)) message = wordEnd + 1;
  } else if (terminator == BLANK && (next == OPEN || isProgram(at, wordEnd))) {
    message = wordEnd + 1;
  }
  if (message != -1) setTag(at, wordEnd);
  return message;
}

/** `host : %ASA-6-…` has a tag that is empty; blanks too many are skipped in front of a clear one. */
function withoutWord(at: i32, end: i32): i32 {
  if (at >= end) return -1;
  const first = byteAt(at);
  if (first == BLANK) return readClearTag(skipBlanks(at, end), end);
  const isAlone = first == COLON && (at + 1 == end || byteAt(at + 1) == BLANK);
  return isAlone ? min(at + 2, end) : -1;
}

/** In front of a colon that no blank follows: `http://`, `a::b`, `C:\` and `10.0.0.1:80` are no tags. */
function isNameEnd(first: i32, next: i32): bool {
  return first > 0x39 && next != COLON && next != 0x2f && next != 0x5c;
}

/** Programs are written in small letters, sentences begin with a capital; Snare's agents are the exception. */
function isProgram(start: i32, end: i32): bool {
  const first = byteAt(start);
  if (end - start > 1 && first >= 0x61 && first <= 0x7a) return true;
  return end - start == SNARE.length && startsWith(start, end, SNARE);
}

/** Takes `word[pid]` and the colon and blank behind it, the word being `[at, open)`; returns where the message begins, or -1. */
function readPid(at: i32, open: i32, end: i32): i32 {
  const start = open + 1;
  const limit = min(end, start + MAX_PID);
  const close = find(CLOSE, start, limit);
  if (close == start || close >= limit || !isUnbroken(start, close)) return -1;
  let message = close + 1;
  if (message < end && byteAt(message) == COLON) message++;
  else if (message < end && byteAt(message) != BLANK) return -1;
  view.appNameStart = at;
  view.appNameEnd = open;
  view.procIdStart = start;
  view.procIdEnd = close;
  return message < end && byteAt(message) == BLANK ? message + 1 : message;
}

/** Whether `[start, end)` has neither blanks nor control bytes. */
function isUnbroken(start: i32, end: i32): bool {
  for (let at = start; at < end; at += 16) {
    const breaks = i8x16.bitmask(i8x16.lt_u(v128.load(at), i8x16.splat(<i8>(BLANK + 1))));
    if (breaks != 0) return at + ctz(breaks) >= end;
  }
  return true;
}

function setTag(start: i32, end: i32): void {
  view.appNameStart = start;
  view.appNameEnd = end;
}

/** Makes the tag part of the message again. */
export function forgetTag(): void {
  if (view.legacyHeaderStart != -1) {
    view.messageStart = view.appNameStart;
    view.legacyHeaderEnd = view.appNameStart;
  }
  view.appNameStart = -1;
  view.appNameEnd = -1;
  view.procIdStart = -1;
  view.procIdEnd = -1;
}
