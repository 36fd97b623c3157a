import { setFlagsFromString } from 'node:v8';

/** Containers with less than this have no room for V8's usual trade of memory for speed. */
const SMALL_BYTES = 128 * 1024 * 1024;

/** In a small container lets V8 choose what takes less memory over what is faster; threads started from then on do so, too. */
export function saveMemory(constrained: number = process.constrainedMemory()): void {
  if (constrained > 0 && constrained < SMALL_BYTES) setFlagsFromString('--optimize-for-size');
}
