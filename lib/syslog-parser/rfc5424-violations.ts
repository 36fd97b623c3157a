import { isUtf8 } from 'node:buffer';
import { skipDigits } from './digits.ts';
import { ViolationList } from './violation-list.ts';
import { checkStructuredData } from './structured-data-violations.ts';
import type { Violation } from './violation.ts';

const NIL = 0x2d;

/** The first 32 ways in which `bytes[0, end)` breaks the grammar of RFC 5424 section 6, up to where reading cannot go on. */
export function rfc5424Violations(bytes: Uint8Array, end: number): readonly Violation[] {
  const list = new ViolationList(bytes, end);
  if (list.takePri() && takeVersion(list) && takeSpace(list) && takeTimestamp(list)) {
    takeRest(list);
  }
  return list.sorted();
}

/** `NONZERO-DIGIT 0*2DIGIT`; any version is well-formed. */
function takeVersion(list: ViolationList): boolean {
  const start = list.at;
  list.at = skipDigits(list.bytes, start, Math.min(list.end, start + 3));
  if (list.at > start && list.bytes[start] !== 0x30) return true;
  list.add('bad-version', start);
  return list.at > start;
}

function takeSpace(list: ViolationList): boolean {
  if (list.take(0x20)) return true;
  list.add(list.at < list.end ? 'missing-blank' : 'missing-field');
  return false;
}

/** RFC 5424 section 6.2.3; the offset of a violation is that of the first byte that cannot be. */
function takeTimestamp(list: ViolationList): boolean {
  if (list.peek() === NIL && (list.peek(1) === 0x20 || list.at + 1 === list.end)) {
    list.at++;
    return takeSpace(list);
  }
  const start = list.at;
  const isWhole = takeDate(list) && list.take(0x54) && takeClock(list) && takeOffset(list);
  if (!isWhole) {
    list.add('bad-timestamp');
    return false;
  }
  list.checkDate(start);
  return takeSpace(list);
}

function takeDate(list: ViolationList): boolean {
  return (
    list.takePair(99) &&
    list.takePair(99) &&
    list.take(NIL) &&
    list.takePair(12) &&
    list.take(NIL) &&
    list.takePair(31)
  );
}

function takeClock(list: ViolationList): boolean {
  const isWhole =
    list.takePair(23) &&
    list.take(0x3a) &&
    list.takePair(59) &&
    list.take(0x3a) &&
    list.takePair(59);
  if (!isWhole || !list.take(0x2e)) return isWhole;
  const start = list.at;
  list.at = skipDigits(list.bytes, start, Math.min(list.end, start + 6));
  return list.at > start && !list.isDigitAt(0);
}

function takeOffset(list: ViolationList): boolean {
  if (list.take(0x5a)) return true;
  if (!list.take(0x2b) && !list.take(NIL)) return false;
  return list.takePair(23) && list.take(0x3a) && list.takePair(59);
}

function takeRest(list: ViolationList): void {
  for (const limit of [255, 48, 128, 32]) {
    list.takeField(limit);
    if (!takeSpace(list)) return;
  }
  if (list.peek() === NIL) list.at++;
  else if (!checkStructuredData(list)) return;
  if (list.at === list.end || !takeSpace(list)) return;
  const { bytes, at, end } = list;
  const isMarked = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
  if (isMarked && !isUtf8(bytes.subarray(at, end))) list.add('invalid-utf8');
}
