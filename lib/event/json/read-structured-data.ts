import { ByteWriter } from '../byte-writer.ts';
import type { SyslogView } from '../../syslog-parser/syslog-view.ts';
import { DistinctNames } from './distinct-names.ts';
import type { JsonCursor } from './json-cursor.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const DELETE = 0x7f;

const built = new ByteWriter(1024);
const names = new DistinctNames();
/** Of SD-IDs, for `names`; each element has its number. */
const IDS = -1;

/** Reads the value of `structuredData`, see `writeStructuredData`, and rebuilds `[id name="value"]` after the text of the cursor. */
export function readStructuredData(cursor: JsonCursor, syslog: SyslogView): boolean {
  built.at = 0;
  names.clear();
  if (!cursor.openObject()) return false;
  let elements = 0;
  while (cursor.next()) {
    built.ensure(1);
    built.byte(OPEN);
    if (!cursor.name() || !putName(cursor, IDS) || !readParameters(cursor, elements)) return false;
    built.ensure(1);
    built.byte(CLOSE);
    elements++;
  }
  if (!cursor.closeObject() || elements === 0) return false;
  const { out } = cursor;
  out.ensure(built.at);
  syslog.structuredDataStart = out.at;
  out.range(built.bytes, 0, built.at);
  syslog.structuredDataEnd = out.at;
  return true;
}

function readParameters(cursor: JsonCursor, element: number): boolean {
  if (!cursor.openObject()) return false;
  while (cursor.next()) {
    built.ensure(1);
    built.byte(SPACE);
    const nameStart = built.at;
    if (!cursor.name() || !putName(cursor, element)) return false;
    const nameEnd = built.at;
    if (!cursor.isArray) {
      if (!readValue(cursor)) return false;
    } else if (!readValues(cursor, nameStart, nameEnd)) return false;
  }
  return cursor.closeObject();
}

/** Two values or more: a parameter each, all of one name. */
function readValues(cursor: JsonCursor, nameStart: number, nameEnd: number): boolean {
  if (!cursor.openArray()) return false;
  let count = 0;
  while (cursor.next()) {
    if (count++ > 0) {
      built.ensure(1 + nameEnd - nameStart);
      built.byte(SPACE);
      built.range(built.bytes, nameStart, nameEnd);
    }
    if (!readValue(cursor)) return false;
  }
  return count > 1 && cursor.closeArray();
}

/** An SD-ID or parameter's name, which must be one that structured data can have (RFC 5424 section 6.3). */
function putName({ out, start, stop }: JsonCursor, group: number): boolean {
  const { bytes } = out;
  if (start === stop) return false;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    const isPart =
      byte > SPACE && byte !== DELETE && byte !== QUOTE && byte !== EQUALS && byte !== CLOSE;
    if (!isPart) return false;
  }
  built.ensure(stop - start);
  const nameStart = built.at;
  built.range(bytes, start, stop);
  built.at = names.apart(group, built.bytes, nameStart, built.at);
  return true;
}

function readValue(cursor: JsonCursor): boolean {
  if (!cursor.string()) return false;
  const { start, stop } = cursor;
  const { bytes } = cursor.out;
  built.ensure(3 + 2 * (stop - start));
  built.byte(EQUALS);
  built.byte(QUOTE);
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte === CLOSE) built.byte(BACKSLASH);
    built.byte(byte);
  }
  built.byte(QUOTE);
  return true;
}
