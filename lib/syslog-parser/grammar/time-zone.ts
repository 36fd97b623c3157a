import { BAD_TIME } from '../problem.ts';
import { ZONE } from '../header-values.ts';
import { LOCAL_TIME, NO_ZONE, type SyslogView, TIME_WITH_OFFSET } from '../syslog-view.ts';
import { readOffset } from './iso-time.ts';
import { clearTagEnd } from './legacy-tag.ts';
import { isMnemonic } from './payload.ts';
import { isCapitals, zoneWordEnd, zoneWordOffset } from './zone-word.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const PLUS = 0x2b;
const DASH = 0x2d;
const PERCENT = 0x25;

/** Takes the offset or the zone's abbreviation, the colon and the space that may follow a time. */
export function afterTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  if (at + 1 >= end) return behindColon(bytes, at, end);
  const first = bytes[at] as number;
  if (first !== SPACE) return behindColon(bytes, readOffsetAt(bytes, at, end, view), end);
  const next = bytes[at + 1] as number;
  if ((next < 0x41 || next > 0x5a) && next !== PLUS && next !== DASH) return at + 1;
  const word = zoneWordEnd(bytes, at + 1, end);
  if (word === -1) return at + 1;
  const isZone = isCapitals(bytes, at + 1, word) && isMnemonic(bytes, Math.min(word + 2, end), end);
  return takeZone(bytes, at + 1, word, view, isZone) ? behindColon(bytes, word, end) : at + 1;
}

/** The same after a time of Cisco's format: every word is a zone, and a space may precede the colon. */
export function afterCiscoTime(
  bytes: Uint8Array,
  at: number,
  end: number,
  view: SyslogView,
): number {
  if (at + 1 >= end || bytes[at] !== SPACE) return afterTime(bytes, at, end, view);
  if (bytes[at + 1] === COLON) return behindColon(bytes, at + 1, end);
  const word = zoneWordEnd(bytes, at + 1, end);
  if (word === -1) return at + 1;
  const isZone = startsCiscoText(bytes, Math.min(word + 2, end), end);
  return takeZone(bytes, at + 1, word, view, isZone) ? behindColon(bytes, word, end) : at + 1;
}

/** Whether a mnemonic is at `at`, or one after the process of IOS-XR. */
function startsCiscoText(bytes: Uint8Array, at: number, end: number): boolean {
  if (isMnemonic(bytes, at, end)) return true;
  const text = clearTagEnd(bytes, at, end);
  return text !== -1 && text < end && bytes[text] === PERCENT;
}

/** After the colon and the space that may be at `at`. */
function behindColon(bytes: Uint8Array, at: number, end: number): number {
  const cursor = at < end && bytes[at] === COLON ? at + 1 : at;
  return cursor < end && bytes[cursor] === SPACE ? cursor + 1 : cursor;
}

/**
 * Notes what the word `bytes[start, end)` after a time says of its zone. One that is not understood is one only when `isZone`; it is a
 * `bad-time`, since the zone of the decoder was taken in its place. Returns whether it was a zone.
 */
// oxlint-disable-next-line max-params -- one object per message would be an allocation
function takeZone(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: SyslogView,
  isZone: boolean,
): boolean {
  const offset = zoneWordOffset(bytes, start, end);
  if (offset === NO_ZONE) {
    const isNumber = bytes[start] === PLUS || bytes[start] === DASH;
    if (isNumber && takeOffset(bytes, start, end, view)) return true;
    if (!isZone) return false;
    view.problems |= BAD_TIME;
    view.setHeader(ZONE, start, end);
  } else view.zoneMinutes = offset;
  view.timeEnd = end;
  return true;
}

/** Takes an offset right after a time, if there is one that a space, a colon or the end follows; returns the position after it. */
function readOffsetAt(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
  const sign = bytes[at];
  if (sign !== PLUS && sign !== DASH && sign !== 0x5a) return at;
  let after = at;
  while (after < end && bytes[after] !== SPACE && after - at < 7) after++;
  if (after > at && bytes[after - 1] === COLON) after--;
  return takeOffset(bytes, at, after, view, isHuawei(bytes, after, end)) ? after : at;
}

/**
 * Takes the offset that `bytes[start, end)` must be as a whole; false when it is none. One that no zone has is kept in the header.
 * Huawei's clock is UTC, and the offset says in which zone the device is: `03:58:15+07:00` is 10:58:15 there (its manuals,
 * "Log Format"). So the time is UTC, and the offset is kept.
 */
// oxlint-disable-next-line max-params -- as above
function takeOffset(
  bytes: Uint8Array,
  start: number,
  end: number,
  view: SyslogView,
  isUtc = false,
): boolean {
  const { problems } = view;
  view.problems &= ~BAD_TIME;
  const isWhole = readOffset(bytes, start, end, view) === end;
  const isBad = (view.problems & BAD_TIME) !== 0;
  view.problems = isWhole ? view.problems | problems : problems;
  if (!isWhole) return false;
  if (isBad || isUtc) view.setHeader(ZONE, start, end);
  view.timeEnd = end;
  if (isBad) return true;
  if (isUtc) view.offsetMinutes = 0;
  if (view.timeKind === LOCAL_TIME) view.timeKind = TIME_WITH_OFFSET;
  else view.zoneMinutes = view.offsetMinutes;
  return true;
}

/** Whether ` HOST %%` is at `at`. */
function isHuawei(bytes: Uint8Array, at: number, end: number): boolean {
  let cursor = at + 1;
  while (cursor < end && (bytes[cursor] as number) > SPACE) cursor++;
  return cursor + 2 < end && bytes[cursor + 1] === PERCENT && bytes[cursor + 2] === PERCENT;
}
