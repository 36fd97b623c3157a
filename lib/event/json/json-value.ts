import type { ByteWriter } from '../byte-writer.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  close,
  memberName,
  open,
  openMember,
  writeNumber,
  writePrepared,
  writeText,
} from './json-object.ts';

/** Plain data; members that are undefined are left out, numbers are non-negative integers below 2^53. */
export type JsonValue =
  | string
  | number
  | boolean
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue | undefined };

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** Writes a value and a comma. For events that are rare: it makes objects. */
export function writeJsonValue(value: JsonValue, out: ByteWriter): void {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    writeText(bytes, 0, bytes.length, out);
  } else if (typeof value === 'number') writeNumber(value, out);
  else if (typeof value === 'boolean') writePrepared(value ? TRUE : FALSE, out);
  else if (isList(value)) {
    const opened = open(OPEN_ARRAY, out);
    for (const item of value) writeJsonValue(item, out);
    close(CLOSE_ARRAY, opened, out);
  } else {
    const opened = open(OPEN_OBJECT, out);
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) writeJsonMember(memberName(name), member, out);
    }
    close(CLOSE_OBJECT, opened, out);
  }
}

/** Writes one member of an object. */
export function writeJsonMember(name: Uint8Array, value: JsonValue, out: ByteWriter): void {
  openMember(name, out);
  writeJsonValue(value, out);
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
