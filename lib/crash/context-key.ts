import type { EventView } from '../event/event-view.ts';
import { EXTENDED } from '../event/format.ts';
import { KernelFieldCursor, equalsRange } from '../event/kernel-field-cursor.ts';

const CPU = Buffer.from('cpu');
const TASK = Buffer.from('taskname');
const cursor = new KernelFieldCursor();

/**
 * Where a record was printed: `T123` a task, `C1` a CPU, as the kernel says (CONFIG_PRINTK_CALLER); else `1/init` of the
 * userdata lines `cpu` and `taskname`, the last ones, which the kernel adds itself; else `-`.
 */
export function contextKey(view: EventView): string {
  const { bytes, kernel } = view;
  const { callerStart, callerEnd } = kernel;
  if (callerStart >= 0) return latin1(bytes, callerStart, callerEnd);
  if (view.format !== EXTENDED || kernel.fieldsStart < 0) return '-';
  let cpu = '';
  let task = '';
  cursor.begin(bytes, kernel);
  while (cursor.next()) {
    const { keyStart, keyEnd, valueStart, valueEnd } = cursor;
    if (equalsRange(CPU, bytes, keyStart, keyEnd)) cpu = latin1(bytes, valueStart, valueEnd);
    else if (equalsRange(TASK, bytes, keyStart, keyEnd)) task = latin1(bytes, valueStart, valueEnd);
  }
  return cpu === '' || task === '' ? '-' : `${cpu}/${task}`;
}

/** Text of one byte a character. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  // Received bytes lie in Buffers: another one need not be made.
  if (bytes instanceof Buffer) return bytes.toString('latin1', start, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
