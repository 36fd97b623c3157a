import { isDigit } from '../digits.ts';
import { NODE } from '../header-values.ts';
import type { SyslogView } from '../syslog-view.ts';
import { decodeBsdTime, decodeYearFirst } from './bsd-time.ts';
import { skipSpaces } from './bytes.ts';
import { forgetPrefixes, prefixEnd, takePrefix } from './cisco-prefixes.ts';
import { decodeIsoTime } from './iso-time.ts';
import { afterCiscoTime, afterTime } from './time-zone.ts';

const COLON = 0x3a;
const PERCENT = 0x25;
/** Cisco: `sequence: origin: sequence: ` and a task are the most known. */
const MAX_PREFIXES = 4;

/**
 * Finds and decodes the time that begins a message of RFC 3164 or one of its dialects:
 *
 *   [: ]*(prefix: )[*|.](BSD time | ISO time | yyyy BSD time)[offset][ ZONE:|:]
 *
 * Prefixes are Cisco's, see `takePrefix`; IOS-XR leaves out the space after its node. They are believed when a sequence number
 * comes first, when one is a node, or when a mnemonic follows: `name: time: %FAC-…`. Returns the position after the time and the
 * space that follows it, or -1 when there is no time.
 */
export function decodeLegacyTime(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  const plain = decodePlain(bytes, at, end, view);
  if (plain !== -1) return afterTime(bytes, plain, end, view);
  let start = skipSpaces(bytes, at, end);
  if (start >= end) return -1;
  const first = bytes[start] as number;
  let isNew = start > at || isMark(first);
  if (first === COLON) {
    start = skipSpaces(bytes, start + 1, end);
    isNew = true;
  }
  const marked = isNew ? decodeMarked(bytes, start, end, view) : -1;
  if (marked !== -1) return afterCiscoTime(bytes, marked, end, view);
  return decodePrefixed(bytes, start, end, view);
}

/** Takes a time without anything around it; returns the position after it, -1 when there is none. */
function decodePlain(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at >= end) return -1;
  const after = isDigit(bytes[at] as number)
    ? decodeIsoTime(bytes, at, end, view)
    : decodeBsdTime(bytes, at, end, view);
  if (after !== -1) {
    view.timeStart = at;
    view.timeEnd = after;
  }
  return after;
}

/** Takes a time with Cisco's mark, or with NX-OS' year, before it; returns the position after it, or -1. */
function decodeMarked(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const first = at < end ? (bytes[at] as number) : 0;
  const hasMark = isMark(first);
  const start = hasMark ? at + 1 : at;
  let after = decodePlain(bytes, start, end, view);
  if (after === -1) {
    if (start >= end || !isDigit(bytes[start] as number)) return -1;
    after = decodeYearFirst(bytes, start, end, view);
    if (after === -1) return -1;
    view.timeStart = start;
    view.timeEnd = after;
  }
  if (hasMark) view.clockMark = first;
  return after;
}

function decodePrefixed(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  let at = start;
  for (let count = 0; count < MAX_PREFIXES; count++) {
    const colon = prefixEnd(bytes, at, end);
    if (colon === -1) return -1;
    at = skipSpaces(bytes, colon + 1, end);
    const { problems } = view;
    const time = decodeMarked(bytes, at, end, view);
    if (time === -1) continue;
    if (takePrefixes(bytes, start, at, view)) {
      const after = afterCiscoTime(bytes, time, end, view);
      const isMnemonic = after < end && bytes[after] === PERCENT;
      if (isMnemonic || view.sequenceStart === start || view.hasHeader(NODE)) return after;
    }
    forgetPrefixes(view);
    view.problems = problems;
    return -1;
  }
  return -1;
}

/** Takes all prefixes of `bytes[start, end)`; false when one does not match. */
function takePrefixes(bytes: Uint8Array, start: number, end: number, view: SyslogView): boolean {
  let at = start;
  while (at < end) {
    const colon = prefixEnd(bytes, at, end);
    if (colon === -1 || !takePrefix(bytes, at, colon, view)) return false;
    at = skipSpaces(bytes, colon + 1, end);
  }
  return true;
}

/** Cisco's marks of a clock that is not synchronised. */
function isMark(byte: number): boolean {
  return byte === 0x2a || byte === 0x2e;
}
