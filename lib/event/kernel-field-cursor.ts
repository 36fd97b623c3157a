import type { KernelView } from './kernel-view.ts';

const NEWLINE = 0x0a;

/**
 * Walks the lines after the text of an extended record in place.
 *
 *   *( SP key "=" value LF / keyless line LF )
 *
 * A value that was written with a newline in it goes on in a line without the leading space: such a line has
 * no key. Kernel: Documentation/ABI/testing/dev-kmsg, Documentation/networking/netconsole.rst.
 */
export class KernelFieldCursor {
  /** An empty range when the line has no key. */
  keyStart = -1;
  keyEnd = -1;
  valueStart = -1;
  valueEnd = -1;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** The next walk goes over the fields of `kernel`, which lie in `bytes`. */
  begin(bytes: Uint8Array, kernel: KernelView): void {
    this.#bytes = bytes;
    const hasFields = kernel.fieldsStart >= 0 && kernel.fieldsEnd > kernel.fieldsStart;
    this.#end = kernel.fieldsEnd;
    this.#at = hasFields ? kernel.fieldsStart : this.#end + 1;
  }

  /** Goes to the next line; false at the end. */
  next(): boolean {
    const start = this.#at;
    if (start > this.#end) return false;
    let end = start;
    let equals = -1;
    for (; end < this.#end && this.#bytes[end] !== NEWLINE; end++) {
      if (equals < 0 && this.#bytes[end] === 0x3d) equals = end;
    }
    this.#at = end + 1;
    const hasKey = equals > start + 1 && this.#bytes[start] === 0x20;
    this.keyStart = hasKey ? start + 1 : start;
    this.keyEnd = hasKey ? equals : start;
    this.valueStart = hasKey ? equals + 1 : start;
    this.valueEnd = end;
    return true;
  }
}

const SYSDATA_KEYS = ['cpu', 'taskname', 'release', 'msgid'].map((key) => Buffer.from(key));
const DICTIONARY_KEYS = ['SUBSYSTEM', 'DEVICE'].map((key) => Buffer.from(key));

/**
 * Whether the last value of this key wins, not the first: the kernel's own system data comes last, and a
 * task's name can forge lines before it.
 */
export function isSysdataKey(bytes: Uint8Array, start: number, end: number): boolean {
  return isOneOf(SYSDATA_KEYS, bytes, start, end);
}

/** Whether the kernel escapes the values of this key, as it does the text; userdata and system data are sent raw. */
export function isDictionaryKey(bytes: Uint8Array, start: number, end: number): boolean {
  return isOneOf(DICTIONARY_KEYS, bytes, start, end);
}

function isOneOf(
  keys: readonly Uint8Array[],
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  for (const key of keys) if (equalsRange(key, bytes, start, end)) return true;
  return false;
}

/** Whether `bytes[start, end)` is `word`. */
export function equalsRange(
  word: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[start + i]) return false;
  return true;
}
