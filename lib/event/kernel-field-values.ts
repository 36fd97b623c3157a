import type { KeyedRanges } from './json/keyed-ranges.ts';
import { KernelFieldCursor, isSysdataKey } from './kernel-field-cursor.ts';
import type { KernelView } from './kernel-view.ts';

const ROOT = 0;
const cursor = new KernelFieldCursor();

/** Puts the lines after the text of an extended record into `table`; lines without a key under the empty one. */
export function collectKernelFields(
  bytes: Uint8Array,
  kernel: KernelView,
  table: KeyedRanges,
): void {
  cursor.begin(bytes, kernel);
  table.reset(bytes);
  while (cursor.next()) {
    const key = table.key(ROOT, cursor.keyStart, cursor.keyEnd);
    table.addValue(key, cursor.valueStart, cursor.valueEnd);
  }
}

/** The value of a key that counts: for system data the last, for every other key the first. */
export function kernelFieldValue(bytes: Uint8Array, table: KeyedRanges, key: number): number {
  const isSysdata = isSysdataKey(bytes, table.keyStart(key), table.keyEnd(key));
  return isSysdata ? table.lastValue(key) : table.firstValue(key);
}
