import { walkElements } from '../../syslog-parser/structured-data.ts';
import type { ParameterRange, StructuredDataVisitor } from '../../syslog-parser/structured-data.ts';
import type { SyslogView } from '../../syslog-parser/syslog-view.ts';
import { ByteWriter } from '../byte-writer.ts';
import { StructuredDataText } from '../structured-data-text.ts';
import { writeUnescapedValue } from '../structured-data-value.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  close,
  open,
  openMember,
  writeText,
} from './json-object.ts';
import { writeJsonString } from './json-string.ts';
import { KeyedRanges } from './keyed-ranges.ts';
import { STRUCTURED_DATA } from './member-names.ts';

const data = new StructuredDataText();
const table = new KeyedRanges();
const unescaped = new ByteWriter(1024);

/** Puts what the walk finds into the table: elements as keys, their parameters as keys of those. */
class Collector implements StructuredDataVisitor {
  #element = 0;

  element(start: number, end: number): void {
    this.#element = table.key(KeyedRanges.ROOT, start, end);
  }

  parameter(range: ParameterRange): void {
    const name = table.key(this.#element, range.nameStart, range.nameEnd);
    table.addValue(name, range.valueStart, range.valueEnd);
  }
}

const collector = new Collector();

/**
 * Writes the member `structuredData`: an object per SD-ID, in which a parameter sent more than once is an
 * array. Elements of the same SD-ID are merged. Nothing when there is no structured data. `sent`: what the message was decoded from.
 */
export function writeStructuredData(sent: Uint8Array, syslog: SyslogView, out: ByteWriter): void {
  if (!data.read(sent, syslog)) return;
  const { bytes } = data;
  table.reset(bytes);
  walkElements(bytes, data.start, data.end, collector);
  if (table.firstKey(KeyedRanges.ROOT) === 0) return;
  openMember(STRUCTURED_DATA, out);
  const opened = open(OPEN_OBJECT, out);
  for (let id = table.firstKey(KeyedRanges.ROOT); id !== 0; id = table.nextKey(id)) {
    writeKey(bytes, id, out);
    const element = open(OPEN_OBJECT, out);
    for (let name = table.firstKey(id); name !== 0; name = table.nextKey(name)) {
      writeKey(bytes, name, out);
      writeValues(bytes, name, out);
    }
    close(CLOSE_OBJECT, element, out);
  }
  close(CLOSE_OBJECT, opened, out);
}

function writeKey(bytes: Uint8Array, key: number, out: ByteWriter): void {
  writeJsonString(bytes, table.keyStart(key), table.keyEnd(key), out);
  out.ensure(1);
  out.byte(0x3a);
}

function writeValues(bytes: Uint8Array, name: number, out: ByteWriter): void {
  const first = table.firstValue(name);
  if (table.nextValue(first) === 0) {
    writeValue(bytes, first, out);
    return;
  }
  const opened = open(OPEN_ARRAY, out);
  for (let value = first; value !== 0; value = table.nextValue(value)) {
    writeValue(bytes, value, out);
  }
  close(CLOSE_ARRAY, opened, out);
}

function writeValue(bytes: Uint8Array, value: number, out: ByteWriter): void {
  unescaped.at = 0;
  writeUnescapedValue(bytes, table.valueStart(value), table.valueEnd(value), unescaped);
  writeText(unescaped.bytes, 0, unescaped.at, out);
}
