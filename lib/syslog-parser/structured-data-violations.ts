import { isUtf8 } from 'node:buffer';
import type { ViolationList } from './violation-list.ts';

const QUOTE = 0x22;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const MAX_NAME = 32;

/** Takes STRUCTURED-DATA (RFC 5424 section 6.3) and reports what breaks its rules; false when reading cannot go on. */
export function checkStructuredData(list: ViolationList): boolean {
  if (list.peek() !== OPEN) {
    list.add(list.at < list.end ? 'bad-structured-data' : 'missing-field');
    return false;
  }
  const ids = new Set<string>();
  while (list.take(OPEN)) {
    const start = list.at;
    if (!takeName(list)) return false;
    const id = Buffer.from(list.bytes.subarray(start, list.at)).toString('latin1');
    if (ids.has(id)) list.add('duplicate-sd-id', start);
    ids.add(id);
    while (list.take(0x20)) if (!takeParameter(list)) return false;
    if (!list.take(CLOSE)) return fail(list);
  }
  return true;
}

function takeParameter(list: ViolationList): boolean {
  return takeName(list) && (list.take(0x3d) || fail(list)) && takeValue(list);
}

/** SD-NAME: 1 to 32 printable ASCII characters without `=`, `]` and `"`. */
function takeName(list: ViolationList): boolean {
  const start = list.at;
  while (isNameByte(list.peek())) list.at++;
  if (list.at === start) return fail(list);
  if (list.at - start > MAX_NAME) list.add('too-long', start + MAX_NAME);
  return true;
}

function isNameByte(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && byte !== QUOTE && byte !== 0x3d && byte !== CLOSE;
}

/** PARAM-VALUE in quotes: UTF-8, in which `"`, `\` and `]` are escaped and nothing else is. */
function takeValue(list: ViolationList): boolean {
  if (!list.take(QUOTE)) return fail(list);
  const start = list.at;
  while (list.at < list.end && list.peek() !== QUOTE) {
    if (list.peek() === CLOSE) list.add('bad-escape');
    if (list.take(BACKSLASH) && !isEscapable(list.peek())) list.add('bad-escape');
    list.at++;
  }
  if (!isUtf8(list.bytes.subarray(start, Math.min(list.at, list.end)))) {
    list.add('invalid-utf8', start);
  }
  return list.take(QUOTE) || fail(list);
}

function isEscapable(byte: number): boolean {
  return byte === QUOTE || byte === BACKSLASH || byte === CLOSE;
}

function fail(list: ViolationList): false {
  list.add('bad-structured-data');
  return false;
}
