import type { EventView } from './event-view.ts';
import { equalsRange, isSysdataKey, KernelFieldCursor } from './kernel-field-cursor.ts';

/** A range in the bytes of a view. */
export interface FieldRange {
  readonly start: number;
  readonly end: number;
}

const cursor = new KernelFieldCursor();
const found = { start: 0, end: 0 };
const MSGID_LINE = Buffer.from(' msgid=');
const U32_DIGITS = 10;
/** Maximum bytes of a host name; the kernel itself allows 200 for a value. Names are cached, so long ones would cost memory. */
const MAX_NAME_BYTES = 255;

/**
 * The value of the userdata line `key`, the first one, looked for only before the first line of system data: a
 * task's name can forge lines after that. Undefined when there is none, or when it is empty or longer than a name. The
 * range is valid until the next call.
 */
export function findUserdata(view: EventView, key: Uint8Array): FieldRange | undefined {
  cursor.begin(view.bytes, view.kernel);
  while (cursor.next()) {
    const { keyStart, keyEnd } = cursor;
    if (equalsRange(key, view.bytes, keyStart, keyEnd)) return valueOf();
    if (isSysdataKey(view.bytes, keyStart, keyEnd)) return undefined;
  }
  return undefined;
}

function valueOf(): FieldRange | undefined {
  const length = cursor.valueEnd - cursor.valueStart;
  if (length <= 0 || length > MAX_NAME_BYTES) return undefined;
  found.start = cursor.valueStart;
  found.end = cursor.valueEnd;
  return found;
}

/**
 * The number of the line ` msgid=` when it is the last one, where the kernel puts it (Linux 6.17); -1 when it is
 * not there.
 */
export function messageId(view: EventView): number {
  const { bytes } = view;
  const { fieldsStart, fieldsEnd } = view.kernel;
  if (fieldsStart < 0) return -1;
  const limit = Math.max(fieldsStart, fieldsEnd - U32_DIGITS);
  let at = fieldsEnd;
  let value = 0;
  for (let unit = 1; at > limit; unit *= 10) {
    const digit = (bytes[at - 1] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    value += digit * unit;
    at--;
  }
  const line = at - MSGID_LINE.length;
  if (at === fieldsEnd || line < fieldsStart || value > 0xffffffff) return -1;
  if (line > fieldsStart && bytes[line - 1] !== 0x0a) return -1;
  for (let i = 0; i < MSGID_LINE.length; i++) if (bytes[line + i] !== MSGID_LINE[i]) return -1;
  return value;
}
