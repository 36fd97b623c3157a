import { isDate } from './calendar.ts';
import { twoDigits } from './digits.ts';
import { monthAt } from './month.ts';
import { ViolationList } from './violation-list.ts';
import type { Violation } from './violation.ts';

const MAX_PACKET = 1024;
const MAX_TAG = 32;
/** With 29 days in February, since the year is not told. */
const LEAP_YEAR = 2024;

/** The first 32 ways in which `bytes[0, end)` breaks the conventions of RFC 3164 section 4.1, up to where reading cannot go on. */
export function rfc3164Violations(bytes: Uint8Array, end: number): readonly Violation[] {
  const list = new ViolationList(bytes, end);
  if (end > MAX_PACKET) list.add('too-long', MAX_PACKET);
  if (list.takePri() && takeTime(list)) {
    takeHost(list);
    takeMessage(list);
  }
  return list.sorted();
}

/** `Mmm dd hh:mm:ss `, the day padded with a space, the month capitalised (section 4.1.2). */
function takeTime(list: ViolationList): boolean {
  const { bytes, at } = list;
  const month = at + 3 <= list.end ? monthAt(bytes, at) : 0;
  const isCapitalised = list.peek() < 0x60 && list.peek(1) > 0x60 && list.peek(2) > 0x60;
  if (month === 0 || !isCapitalised) return fail(list);
  list.at += 3;
  if (!list.take(0x20)) return fail(list);
  const isPadded = list.peek() === 0x20;
  const day = isPadded ? list.peek(1) - 0x30 : twoDigits(bytes, list.at);
  if (list.at + 2 > list.end || day < (isPadded ? 1 : 10) || day > (isPadded ? 9 : 99))
    return fail(list);
  if (!isDate(LEAP_YEAR, month, day)) list.add('no-such-date', at);
  list.at += 2;
  const isClock =
    list.take(0x20) &&
    list.takePair(23) &&
    list.take(0x3a) &&
    list.takePair(59) &&
    list.take(0x3a) &&
    list.takePair(59);
  if (!isClock) return fail(list);
  if (list.take(0x20)) return true;
  list.add('missing-blank');
  return false;
}

function fail(list: ViolationList): false {
  list.add('bad-timestamp');
  return false;
}

/** A name without spaces; the colon or bracket of a tag in its place says that it is missing. */
function takeHost(list: ViolationList): void {
  const start = list.at;
  list.takeField(255);
  const word = Buffer.from(list.bytes.subarray(start, list.at)).toString('latin1');
  const isAddress = /^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*[0-9A-Fa-f:]$/.test(word);
  const wrong = isAddress ? -1 : word.search(/[^A-Za-z0-9._-]/);
  if (wrong !== -1) list.add('bad-character', start + wrong);
  if (!list.take(0x20)) list.add('missing-field', list.end);
}

/** TAG of 1 to 32 letters and digits, and CONTENT of printable ASCII (section 4.1.3). */
function takeMessage(list: ViolationList): void {
  const start = list.at;
  while (isAlphanumeric(list.peek())) list.at++;
  if (list.at === start && start < list.end) list.add('bad-tag');
  if (list.at - start > MAX_TAG) list.add('too-long', start + MAX_TAG);
  while (list.at < list.end && list.peek() >= 0x20 && list.peek() <= 0x7e) list.at++;
  if (list.at < list.end) list.add('bad-character');
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
}
