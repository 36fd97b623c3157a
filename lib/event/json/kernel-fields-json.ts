import { unescape } from '../unescape.ts';
import { ByteWriter } from '../byte-writer.ts';
import type { KernelView } from '../kernel-view.ts';
import {
  CLOSE_OBJECT,
  OPEN_OBJECT,
  close,
  open,
  openMember,
  writeComma,
  writeText,
} from './json-object.ts';
import { JSON_GROWTH, writeJsonString, writeJsonText } from './json-string.ts';
import { equalsRange, isDictionaryKey } from '../kernel-field-cursor.ts';
import { collectKernelFields, kernelFieldValue } from '../kernel-field-values.ts';
import { KeyedRanges } from './keyed-ranges.ts';
import { FIELDS, HEADER } from './member-names.ts';

const NCFRAG = Buffer.from('ncfrag');
const COMMA = 0x2c;
const EQUALS = 0x3d;

const table = new KeyedRanges();
const unescaped = new ByteWriter(1024);

/**
 * Writes the member `fields`: for system data the last value, for every other key the first, and the lines
 * without a key under "", joined by newline. Nothing when there are none.
 */
export function writeFields(bytes: Uint8Array, kernel: KernelView, out: ByteWriter): void {
  collectKernelFields(bytes, kernel, table);
  const before = out.at;
  openMember(FIELDS, out);
  const opened = open(OPEN_OBJECT, out);
  for (let key = table.firstKey(KeyedRanges.ROOT); key !== 0; key = table.nextKey(key)) {
    if (table.keyStart(key) === table.keyEnd(key)) writeKeylessLines(bytes, key, out);
    else writeField(bytes, key, out);
  }
  if (out.at === opened) out.at = before;
  else close(CLOSE_OBJECT, opened, out);
}

function writeField(bytes: Uint8Array, key: number, out: ByteWriter): void {
  const start = table.keyStart(key);
  const end = table.keyEnd(key);
  writeKey(bytes, key, out);
  const value = kernelFieldValue(bytes, table, key);
  if (isDictionaryKey(bytes, start, end)) {
    unescaped.at = 0;
    unescaped.ensure(table.valueEnd(value) - table.valueStart(value));
    unescaped.at = unescape(
      bytes,
      table.valueStart(value),
      table.valueEnd(value),
      unescaped.bytes,
      0,
    );
    writeText(unescaped.bytes, 0, unescaped.at, out);
  } else {
    writeText(bytes, table.valueStart(value), table.valueEnd(value), out);
  }
}

function writeKeylessLines(bytes: Uint8Array, key: number, out: ByteWriter): void {
  const only = table.firstValue(key) === table.lastValue(key) ? table.firstValue(key) : 0;
  if (only !== 0 && table.valueStart(only) === table.valueEnd(only)) return;
  writeKey(bytes, key, out);
  out.ensure(1);
  out.byte(0x22);
  for (let value = table.firstValue(key); value !== 0; value = table.nextValue(value)) {
    const start = table.valueStart(value);
    const end = table.valueEnd(value);
    out.ensure(2 + JSON_GROWTH * (end - start));
    if (value !== table.firstValue(key)) {
      out.byte(0x5c);
      out.byte(0x6e);
    }
    writeJsonText(bytes, start, end, out);
  }
  out.ensure(1);
  out.byte(0x22);
  writeComma(out);
}

function writeKey(bytes: Uint8Array, key: number, out: ByteWriter): void {
  writeJsonString(bytes, table.keyStart(key), table.keyEnd(key), out);
  out.ensure(1);
  out.byte(0x3a);
}

/** Writes the member `header`: the fields of the header that nobody knows, the first value of each. */
export function writeHeaderFields(bytes: Uint8Array, kernel: KernelView, out: ByteWriter): void {
  if (kernel.headerStart < 0 || kernel.headerEnd <= kernel.headerStart) return;
  addHeaderFields(bytes, kernel);
  openMember(HEADER, out);
  const opened = open(OPEN_OBJECT, out);
  for (let key = table.firstKey(KeyedRanges.ROOT); key !== 0; key = table.nextKey(key)) {
    writeKey(bytes, key, out);
    const value = table.firstValue(key);
    writeText(bytes, table.valueStart(value), table.valueEnd(value), out);
  }
  close(CLOSE_OBJECT, opened, out);
}

/** A field without `=` is a key with an empty value. Known fields may occur between unknown ones. */
function addHeaderFields(bytes: Uint8Array, kernel: KernelView): void {
  const end = kernel.headerEnd;
  table.reset(bytes);
  for (let at = kernel.headerStart; at < end; at++) {
    const fieldStart = at;
    let equals = -1;
    for (; at < end && bytes[at] !== COMMA; at++) {
      if (equals < 0 && bytes[at] === EQUALS) equals = at;
    }
    const keyEnd = equals < 0 ? at : equals;
    const valueStart = equals < 0 ? at : equals + 1;
    const isCaller = valueStart === kernel.callerStart;
    if (isCaller || equalsRange(NCFRAG, bytes, fieldStart, keyEnd)) continue;
    table.addValue(table.key(KeyedRanges.ROOT, fieldStart, keyEnd), valueStart, at);
  }
}
