import { checkBytes, checkObject, checkOptional } from './check-arguments.ts';
import { skipSpaces } from './grammar/bytes.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;

/** One parameter; ranges of the bytes walked over. The value is without its quotes, its escapes as sent. */
export interface ParameterRange {
  nameStart: number;
  nameEnd: number;
  valueStart: number;
  valueEnd: number;
  /** Whether the value holds a backslash: then `\"`, `\\` and `\]` in it stand for one byte each. */
  hasEscapes: boolean;
}

export interface StructuredDataVisitor {
  /** A new element, whose SD-ID is `bytes[start, end)`. */
  element(start: number, end: number): void;
  /** A parameter of the last element. `range` is used again for the next one. */
  parameter(range: ParameterRange): void;
}

/** Is called with the structured data of each message in turn, while it is decoded. */
export interface StructuredDataCollector extends StructuredDataVisitor {
  /** Starts a new message; `bytes` contains it. */
  begin(bytes: Uint8Array): void;
  /** Whether an SD-ID has come twice since `begin` (RFC 5424 section 6.3.2 forbids it). */
  readonly hasDuplicate: boolean;
}

const range: ParameterRange = {
  nameStart: 0,
  nameEnd: 0,
  valueStart: 0,
  valueEnd: 0,
  hasEscapes: false,
};

/** Bytes an SD-NAME may have: 33 to 126 without `"`, `=` and `]`; tolerated above 127 (RFC 5424 section 6.3). */
const NAME = new Uint8Array(256);
for (let byte = 0x21; byte < 256; byte++) {
  NAME[byte] = byte === 0x7f || byte === QUOTE || byte === EQUALS || byte === CLOSE ? 0 : 1;
}

/**
 * Walks over `1*("[" SD-ID *(SP NAME "=" VALUE) "]")` at `start` and tells `visitor` what it finds; returns the
 * position after the last `]`, or -1 if the text does not have that form; `visitor` may have been called by then. Tolerated: values without quotes (as
 * ESXi sends them), spaces around parameters, values with an unescaped `]`. Linear in `end - start`, no allocation.
 */
export function walkStructuredData(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: StructuredDataVisitor,
): number {
  checkBytes('bytes', bytes);
  checkObject('visitor', visitor);
  checkOptional('visitor.element', 'function', Reflect.get(visitor, 'element'));
  checkOptional('visitor.parameter', 'function', Reflect.get(visitor, 'parameter'));
  return walkElements(bytes, start, end, visitor);
}

/** The same for arguments that are known to be right. */
export function walkElements(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: StructuredDataVisitor,
): number {
  let at = start;
  while (at < end && bytes[at] === OPEN) {
    const idEnd = skipName(bytes, at + 1, end);
    if (idEnd === at + 1 || idEnd >= end) return -1;
    visitor.element(at + 1, idEnd);
    at = walkParameters(bytes, idEnd, end, visitor);
    if (at === -1) return -1;
  }
  return at > start ? at : -1;
}

/** Takes the parameters of one element and its `]`; returns the position after it, or -1. */
function walkParameters(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: StructuredDataVisitor,
): number {
  let at = start;
  while (at < end) {
    if (bytes[at] === CLOSE) return at + 1;
    if (bytes[at] !== SPACE) return -1;
    at = skipSpaces(bytes, at, end);
    if (at < end && bytes[at] === CLOSE) return at + 1;
    at = readParameter(bytes, at, end);
    if (at === -1) return -1;
    visitor.parameter(range);
  }
  return -1;
}

function readParameter(bytes: Uint8Array, start: number, end: number): number {
  const nameEnd = skipName(bytes, start, end);
  if (nameEnd === start || nameEnd >= end || bytes[nameEnd] !== EQUALS) return -1;
  const at = skipSpaces(bytes, nameEnd + 1, end);
  if (at >= end) return -1;
  range.nameStart = start;
  range.nameEnd = nameEnd;
  return bytes[at] === QUOTE ? readQuoted(bytes, at + 1, end) : readBare(bytes, at, end);
}

function readQuoted(bytes: Uint8Array, start: number, end: number): number {
  let hasEscapes = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === BACKSLASH) {
      hasEscapes = true;
      at++;
    } else if (byte === QUOTE) {
      range.valueStart = start;
      range.valueEnd = at;
      range.hasEscapes = hasEscapes;
      return at + 1;
    }
  }
  return -1;
}

function readBare(bytes: Uint8Array, start: number, end: number): number {
  const at = skipName(bytes, start, end);
  if (at === start || at >= end) return -1;
  range.valueStart = start;
  range.valueEnd = at;
  range.hasEscapes = false;
  return at;
}

function skipName(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && NAME[bytes[at] as number] === 1) at++;
  return at;
}
