import { ByteWriter } from '../byte-writer.ts';
import { isDictionaryKey } from '../kernel-field-cursor.ts';
import type { KernelView } from '../kernel-view.ts';
import { DistinctNames } from './distinct-names.ts';
import type { JsonCursor } from './json-cursor.ts';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const HEX_DIGITS = Buffer.from('0123456789abcdef');
/** `\xNN`. */
const ESCAPE_BYTES = 4;
/** A known field of the header, so that nothing of it is shown. */
const NOTHING = Buffer.from('ncfrag');

const built = new ByteWriter(1024);
const names = new DistinctNames();

/** Reads the value of `fields`, see `writeFields`, and rebuilds ` KEY=value` lines after the text of the cursor. */
export function readFields(cursor: JsonCursor, kernel: KernelView): boolean {
  built.at = 0;
  names.clear();
  if (!cursor.openObject()) return false;
  let lines = 0;
  while (cursor.next()) {
    if (!cursor.name()) return false;
    if (lines++ > 0) put(NEWLINE);
    const isRead = cursor.start === cursor.stop ? readKeylessLines(cursor) : readField(cursor);
    if (!isRead) return false;
  }
  if (lines === 0 || !cursor.closeObject()) return false;
  kernel.fieldsStart = keep(cursor);
  kernel.fieldsEnd = cursor.out.at;
  return true;
}

function readField(cursor: JsonCursor): boolean {
  put(SPACE);
  const keyStart = built.at;
  if (!putName(cursor, NEWLINE)) return false;
  const keyEnd = built.at;
  put(EQUALS);
  if (!cursor.string()) return false;
  return isDictionaryKey(built.bytes, keyStart, keyEnd)
    ? putEscaped(cursor)
    : putValue(cursor, NEWLINE);
}

/** Lines that have no key, joined by newline; a single empty one is not written. */
function readKeylessLines(cursor: JsonCursor): boolean {
  if (!cursor.string()) return false;
  const { start, stop } = cursor;
  const { bytes } = cursor.out;
  let lineStart = start;
  for (let at = start; at <= stop; at++) {
    if (at < stop && bytes[at] !== NEWLINE) continue;
    const hasKey = bytes[lineStart] === SPACE && bytes.subarray(lineStart, at).indexOf(EQUALS) > 1;
    if (hasKey) return false;
    lineStart = at + 1;
  }
  built.ensure(stop - start);
  built.range(bytes, start, stop);
  return stop > start;
}

/** Reads the value of `header`, see `writeHeaderFields`, and rebuilds `key=value` fields after the text of the cursor. */
export function readHeaderFields(cursor: JsonCursor, kernel: KernelView): boolean {
  built.at = 0;
  names.clear();
  if (!cursor.openObject()) return false;
  while (cursor.next()) {
    if (built.at > 0) put(COMMA);
    const keyStart = built.at;
    if (!cursor.name() || !putName(cursor, COMMA)) return false;
    if (built.bytes.subarray(keyStart, built.at).equals(NOTHING)) return false;
    put(EQUALS);
    if (!cursor.string() || !putValue(cursor, COMMA)) return false;
  }
  if (!cursor.closeObject()) return false;
  if (built.at === 0) {
    built.ensure(NOTHING.length);
    built.all(NOTHING);
  }
  kernel.headerStart = keep(cursor);
  kernel.headerEnd = cursor.out.at;
  return true;
}

/** A key, which holds neither `=` nor what separates the fields. */
function putName({ out, start, stop }: JsonCursor, separator: number): boolean {
  const { bytes } = out;
  if (has(bytes, EQUALS, start, stop) || has(bytes, separator, start, stop)) return false;
  built.ensure(stop - start);
  const nameStart = built.at;
  built.range(bytes, start, stop);
  built.at = names.apart(0, built.bytes, nameStart, built.at);
  return true;
}

/** A value as it is, which does not hold what separates the fields. */
function putValue({ out, start, stop }: JsonCursor, separator: number): boolean {
  if (has(out.bytes, separator, start, stop)) return false;
  built.ensure(stop - start);
  built.range(out.bytes, start, stop);
  return true;
}

/** A value of the dictionary, with the kernel's escapes where they are needed. */
function putEscaped({ out, start, stop }: JsonCursor): boolean {
  built.ensure(ESCAPE_BYTES * (stop - start));
  for (let at = start; at < stop; at++) {
    const byte = out.bytes[at] as number;
    if (byte !== BACKSLASH && byte >= SPACE) built.byte(byte);
    else {
      built.byte(BACKSLASH);
      built.byte(0x78);
      built.byte(HEX_DIGITS[byte >> 4] as number);
      built.byte(HEX_DIGITS[byte & 15] as number);
    }
  }
  return true;
}

function put(byte: number): void {
  built.ensure(1);
  built.byte(byte);
}

/** Copies what was built after the text; returns where it begins. */
function keep({ out }: JsonCursor): number {
  out.ensure(built.at);
  const start = out.at;
  out.range(built.bytes, 0, built.at);
  return start;
}

function has(bytes: Uint8Array, byte: number, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true;
  return false;
}
