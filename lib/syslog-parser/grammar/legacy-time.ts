import { decodeBsdTime, decodeYearFirst } from './bsd-time';
import { BLANK, byteAt, COLON, isDigit, skipBlanks } from './bytes';
import { originEnd, sequenceEnd, setOrigin } from './cisco-sequence';
import { decodeIsoTime } from './iso-time';
import { NO_TIME_SENT, NO_ZONE, view } from './view';
import { zoneWordEnd, zoneWordOffset } from './zone-word';

const PERCENT: i32 = 0x25;

/**
 * Finds and decodes the time that begins a message of RFC 3164 or one of its dialects:
 *
 *   [sequence: ][origin: ][sequence: ][*|.](BSD time | ISO time)[ ZONE:|:]
 *
 * NX-OS writes `: yyyy Mmm dd hh:mm:ss ZONE: `, IOS-XR leaves out the blank behind its origin. Returns the position behind the time and
 * the blank that follows it, or -1 when there is no time.
 */
export function decodeLegacyTime(at: i32, end: i32): i32 {
  const plain = decodePlain(at, end);
  if (plain != -1) return behindTime(plain, end);
  const start = skipBlanks(at, end);
  if (start >= end) return -1;
  const first = byteAt(start);
  if (first == COLON) return decodeNxos(start + 1, end);
  const isNew = start > at || isMark(first);
  const marked = isNew ? decodeMarked(start, end) : -1;
  return marked == -1 ? decodePrefixed(start, end) : marked;
}

/** Takes a time without anything around it; returns the position behind, -1 when there is none. */
function decodePlain(at: i32, end: i32): i32 {
  if (at >= end) return -1;
  return isDigit(byteAt(at)) ? decodeIsoTime(at, end) : decodeBsdTime(at, end);
}

function decodeNxos(at: i32, end: i32): i32 {
  const start = skipBlanks(at, end);
  const behind = decodeYearFirst(start, end);
  return behind == -1 ? decodeMarked(start, end) : behindTime(behind, end);
}

function decodeMarked(at: i32, end: i32): i32 {
  const first = at < end ? byteAt(at) : 0;
  const hasMark = isMark(first);
  const behind = decodePlain(hasMark ? at + 1 : at, end);
  if (behind == -1) return -1;
  if (hasMark) view.clockMark = first;
  return behindTime(behind, end);
}

function decodePrefixed(start: i32, end: i32): i32 {
  const sequence = sequenceEnd(start, end);
  if (sequence == -1) return decodeBareOrigin(start, end);
  const at = skipBlanks(sequence + 1, end);
  let behind = decodeMarked(at, end);
  if (behind == -1) behind = decodeOrigin(at, end);
  if (behind == -1) return -1;
  view.sequenceStart = start;
  view.sequenceEnd = sequence;
  return behind;
}

/** An origin without a sequence number is believed only when a mnemonic follows the time: `name: time: %FAC-…`. */
function decodeBareOrigin(at: i32, end: i32): i32 {
  const problems = view.problems;
  const behind = decodeOrigin(at, end);
  if (behind == -1 || (behind < end && byteAt(behind) == PERCENT)) return behind;
  view.problems = problems;
  view.timeKind = NO_TIME_SENT;
  view.timestampStart = -1;
  view.timestampEnd = -1;
  view.fractionStart = -1;
  view.fractionEnd = -1;
  view.hostStart = -1;
  view.hostEnd = -1;
  view.clockMark = 0;
  return -1;
}

/** `origin: [sequence: ]` and the time. */
function decodeOrigin(at: i32, end: i32): i32 {
  const colon = originEnd(at, end);
  if (colon == -1) return -1;
  const start = skipBlanks(colon + 1, end);
  let behind = decodeMarked(start, end);
  if (behind == -1) {
    const second = originEnd(start, end);
    if (second == -1) return -1;
    behind = decodeMarked(skipBlanks(second + 1, end), end);
  }
  if (behind != -1) setOrigin(at, colon);
  return behind;
}

/** Takes the zone's abbreviation, the colon and the blank that may follow a time. */
function behindTime(at: i32, end: i32): i32 {
  let cursor = at;
  if (cursor + 1 < end && byteAt(cursor) == BLANK) {
    const first = byteAt(cursor + 1);
    if (first < 0x41 || first > 0x5a) return cursor + 1;
    const word = zoneWordEnd(cursor + 1, end);
    if (word == -1) return cursor + 1;
    const offset = zoneWordOffset(cursor + 1, word);
    const isMnemonic = word + 2 < end && byteAt(word + 2) == PERCENT;
    if (offset == NO_ZONE && !isMnemonic) return cursor + 1;
    view.zoneMinutes = offset;
    cursor = word;
  }
  if (cursor < end && byteAt(cursor) == COLON) cursor++;
  return cursor < end && byteAt(cursor) == BLANK ? cursor + 1 : cursor;
}

/** Cisco's marks of a clock that is not synchronised. */
function isMark(byte: i32): bool {
  return byte == 0x2a || byte == 0x2e;
}
