import { BLANK, byteAt, CLOSE, OPEN, skipBlanks } from './bytes';
import { skipName } from './byte-classes';

const QUOTE: i32 = 0x22;
const EQUALS: i32 = 0x3d;
const BACKSLASH: i32 = 0x5c;

/** Where the next row goes. */
let row: i32 = 0;

/**
 * Walks over `1*("[" SD-ID *(SP NAME "=" VALUE) "]")` at `start` and writes a row of four words to `rows` for each SD-ID (start,
 * end, -1, 0) and each parameter (start and end of its name and of its value, without quotes and with escapes as sent;
 * the last one inverted when there are escapes). Returns the position behind the last `]`, or -1 when the brackets do not hold that;
 * `rowsEnd` says where the rows end. Tolerated: values without quotes (as ESXi sends them), blanks around parameters,
 * values with an unescaped `]`.
 */
export function walk(start: i32, end: i32, rows: i32): i32 {
  row = rows;
  let at = start;
  while (at < end && byteAt(at) == OPEN) {
    const idEnd = skipName(at + 1, end);
    if (idEnd == at + 1 || idEnd >= end) return -1;
    put(at + 1, idEnd, -1, 0);
    at = walkParameters(idEnd, end);
    if (at == -1) return -1;
  }
  return at > start ? at : -1;
}

export function rowsEnd(): i32 {
  return row;
}

function put(nameStart: i32, nameEnd: i32, valueStart: i32, valueEnd: i32): void {
  v128.store(
    row,
    i32x4.replace_lane(
      i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(nameStart), 1, nameEnd), 2, valueStart),
      3,
      valueEnd,
    ),
  );
  row += 16;
}

/** Takes the parameters of one element and its `]`; returns the position behind, or -1. */
function walkParameters(start: i32, end: i32): i32 {
  let at = start;
  while (at < end) {
    if (byteAt(at) == CLOSE) return at + 1;
    if (byteAt(at) != BLANK) return -1;
    at = skipBlanks(at, end);
    if (at < end && byteAt(at) == CLOSE) return at + 1;
    at = readParameter(at, end);
    if (at == -1) return -1;
  }
  return -1;
}

function readParameter(start: i32, end: i32): i32 {
  const nameEnd = skipName(start, end);
  if (nameEnd == start || nameEnd >= end || byteAt(nameEnd) != EQUALS) return -1;
  const value = skipBlanks(nameEnd + 1, end);
  if (value >= end) return -1;
  if (byteAt(value) == QUOTE) return readQuoted(start, nameEnd, value + 1, end);
  const valueEnd = skipName(value, end);
  if (valueEnd == value || valueEnd >= end) return -1;
  put(start, nameEnd, value, valueEnd);
  return valueEnd;
}

function readQuoted(nameStart: i32, nameEnd: i32, value: i32, end: i32): i32 {
  let escapes = 0;
  let at = value;
  for (;;) {
    at = findMark(at, end);
    if (at >= end) return -1;
    if (byteAt(at) == QUOTE) break;
    escapes = -1;
    at += 2;
  }
  put(nameStart, nameEnd, value, at ^ escapes);
  return at + 1;
}

/** The position of the first quote or backslash from `at` on, or `end`. */
function findMark(at: i32, end: i32): i32 {
  for (let cursor = at; cursor < end; cursor += 16) {
    const text = v128.load(cursor);
    const quotes = i8x16.eq(text, i8x16.splat(<i8>QUOTE));
    const marks = i8x16.bitmask(v128.or(quotes, i8x16.eq(text, i8x16.splat(<i8>BACKSLASH))));
    if (marks != 0) return min(cursor + ctz(marks), end);
  }
  return end;
}
