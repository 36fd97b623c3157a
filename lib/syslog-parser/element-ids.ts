import type { ParameterRange, StructuredDataCollector } from './structured-data.ts';

/** More elements than this are not compared, which bounds the work. */
const MAX_COMPARED = 64;

/** Notices SD-IDs that come twice in one message (RFC 5424 section 6.3.2), among the first 64 elements. */
export class ElementIds implements StructuredDataCollector {
  hasDuplicate = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #count = 0;
  readonly #starts = new Int32Array(MAX_COMPARED);
  readonly #ends = new Int32Array(MAX_COMPARED);

  /** The bytes stay referenced until the next message. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#count = 0;
    this.hasDuplicate = false;
  }

  element(start: number, end: number): void {
    const count = this.#count;
    if (count === MAX_COMPARED) return;
    for (let i = 0; i < count && !this.hasDuplicate; i++) {
      const otherStart = this.#starts[i] as number;
      if ((this.#ends[i] as number) - otherStart !== end - start) continue;
      if (areSame(this.#bytes, otherStart, start, end)) this.hasDuplicate = true;
    }
    this.#starts[count] = start;
    this.#ends[count] = end;
    this.#count = count + 1;
  }

  parameter(_range: ParameterRange): void {}
}

function areSame(bytes: Uint8Array, other: number, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[other + i - start] !== bytes[i]) return false;
  return true;
}
