import { isDigit } from '../digits.ts';
import { NO_TIME_SENT, NO_ZONE, type SyslogView } from '../syslog-view.ts';
import { decodeBsdTime, decodeYearFirst } from './bsd-time.ts';
import { skipBlanks } from './bytes.ts';
import { originEnd, sequenceEnd, setOrigin } from './cisco-sequence.ts';
import { decodeIsoTime } from './iso-time.ts';
import { zoneWordEnd, zoneWordOffset } from './zone-word.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const PERCENT = 0x25;

/**
 * Finds and decodes the time that begins a message of RFC 3164 or one of its dialects:
 *
 *   [sequence: ][origin: ][sequence: ][*|.](BSD time | ISO time)[ ZONE:|:]
 *
 * NX-OS writes `: yyyy Mmm dd hh:mm:ss ZONE: `, IOS-XR leaves out the blank behind its origin. Returns the position behind the time and
 * the blank that follows it, or -1 when there is no time.
 */
export function decodeLegacyTime(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  const plain = decodePlain(bytes, at, end, view);
  if (plain !== -1) return behindTime(bytes, plain, end, view);
  const start = skipBlanks(bytes, at, end);
  if (start >= end) return -1;
  const first = bytes[start] as number;
  if (first === COLON) return decodeNxos(bytes, start + 1, end, view);
  const isNew = start > at || isMark(first);
  const marked = isNew ? decodeMarked(bytes, start, end, view) : -1;
  return marked === -1 ? decodePrefixed(bytes, start, end, view) : marked;
}

/** Takes a time without anything around it; returns the position behind, -1 when there is none. */
function decodePlain(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return -1;
  return isDigit(bytes[at] as number)
    ? decodeIsoTime(bytes, at, end, view)
    : decodeBsdTime(bytes, at, end, view);
}

function decodeNxos(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const start = skipBlanks(bytes, at, end);
  const behind = decodeYearFirst(bytes, start, end, view);
  if (behind !== -1) return behindTime(bytes, behind, end, view);
  return decodeMarked(bytes, start, end, view);
}

function decodeMarked(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const first = at < end ? (bytes[at] as number) : 0;
  const hasMark = isMark(first);
  const behind = decodePlain(bytes, hasMark ? at + 1 : at, end, view);
  if (behind === -1) return -1;
  if (hasMark) view.clockMark = first;
  return behindTime(bytes, behind, end, view);
}

function decodePrefixed(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  const sequence = sequenceEnd(bytes, start, end);
  if (sequence === -1) return decodeBareOrigin(bytes, start, end, view);
  const at = skipBlanks(bytes, sequence + 1, end);
  let behind = decodeMarked(bytes, at, end, view);
  if (behind === -1) behind = decodeOrigin(bytes, at, end, view);
  if (behind === -1) return -1;
  view.sequenceStart = start;
  view.sequenceEnd = sequence;
  return behind;
}

/** An origin without a sequence number is believed only when a mnemonic follows the time: `name: time: %FAC-…`. */
function decodeBareOrigin(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const { problems } = view;
  const behind = decodeOrigin(bytes, at, end, view);
  if (behind === -1 || (behind < end && bytes[behind] === PERCENT)) return behind;
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
function decodeOrigin(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const colon = originEnd(bytes, at, end);
  if (colon === -1) return -1;
  const start = skipBlanks(bytes, colon + 1, end);
  let behind = decodeMarked(bytes, start, end, view);
  if (behind === -1) {
    const second = originEnd(bytes, start, end);
    if (second === -1) return -1;
    behind = decodeMarked(bytes, skipBlanks(bytes, second + 1, end), end, view);
  }
  if (behind !== -1) setOrigin(bytes, at, colon, view);
  return behind;
}

/** Takes the zone's abbreviation, the colon and the blank that may follow a time. */
function behindTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  let cursor = at;
  if (cursor + 1 < end && bytes[cursor] === BLANK) {
    const first = bytes[cursor + 1] as number;
    if (first < 0x41 || first > 0x5a) return cursor + 1;
    const word = zoneWordEnd(bytes, cursor + 1, end);
    if (word === -1) return cursor + 1;
    const offset = zoneWordOffset(bytes, cursor + 1, word);
    const isMnemonic = word + 2 < end && bytes[word + 2] === PERCENT;
    if (offset === NO_ZONE && !isMnemonic) return cursor + 1;
    view.zoneMinutes = offset;
    cursor = word;
  }
  if (cursor < end && bytes[cursor] === COLON) cursor++;
  return cursor < end && bytes[cursor] === BLANK ? cursor + 1 : cursor;
}

/** Cisco's marks of a clock that is not synchronised. */
function isMark(byte: number): boolean {
  return byte === 0x2a || byte === 0x2e;
}
