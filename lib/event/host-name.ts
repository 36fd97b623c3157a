import { sourceViews } from './data-views.ts';
import { isPlainText } from './plain-text.ts';

/** Buffer for the bytes of many names: names of machines that send in turn then share cache lines. */
export class NameMemory {
  readonly bytes: Buffer;
  /** Offsets are the indexes of `bytes`. */
  readonly words: DataView;
  #used = 0;

  constructor(size: number) {
    this.bytes = Buffer.from(new ArrayBuffer(size));
    this.words = new DataView(this.bytes.buffer);
  }

  /** How many more bytes fit. */
  get room(): number {
    return this.bytes.length - this.#used;
  }

  /** Copies `bytes[start, end)` here, and returns where it begins. There must be room. */
  keep(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#used;
    this.bytes.set(bytes.subarray(start, end), at);
    this.#used += end - start;
    return at;
  }
}

interface NameIdentity {
  readonly text: string;
  readonly id: number;
}

/** The name events are filed under, as text and as UTF-8. One object per distinct name and shard. */
export class HostName {
  /** The name is `bytes[start, end)`; many names share `bytes`. */
  readonly start: number;
  readonly end: number;
  /** Small number, distinct for each name of a shard; never used again for another name; -1 for one that is not remembered. */
  readonly id: number;
  readonly bytes: Buffer;
  /** Offsets are the indexes of `bytes`. */
  readonly words: DataView;
  /** Whether it is printable ASCII only. */
  readonly isPlain: boolean;
  readonly text: string;

  /** `memory` holds the name in `[start, end)`. */
  constructor({ text, id }: NameIdentity, memory: NameMemory, start: number, end: number) {
    this.start = start;
    this.end = end;
    this.id = id;
    this.bytes = memory.bytes;
    this.words = memory.words;
    this.isPlain = isPlainText(memory.bytes, start, end);
    this.text = text;
  }

  /** A name in memory of its own. */
  static of(text: string, id: number): HostName {
    const bytes = Buffer.from(text);
    const memory = new NameMemory(bytes.length);
    memory.keep(bytes, 0, bytes.length);
    return new HostName({ text, id }, memory, 0, bytes.length);
  }

  /** Whether `bytes[start, end)` is this name. */
  isSame(bytes: Uint8Array, start: number, end: number): boolean {
    const length = this.end - this.start;
    if (length !== end - start) return false;
    if (length < 4) return this.#isSameShort(bytes, start);
    const own = this.words;
    const others = sourceViews.of(bytes);
    // Names of one site differ at their end.
    if (own.getInt32(this.end - 4, true) !== others.getInt32(end - 4, true)) return false;
    for (let at = this.start, other = start; at < this.end - 4; at += 4, other += 4) {
      if (own.getInt32(at, true) !== others.getInt32(other, true)) return false;
    }
    return true;
  }

  #isSameShort(bytes: Uint8Array, start: number): boolean {
    for (let at = this.start, other = start; at < this.end; at++, other++) {
      if (this.bytes[at] !== bytes[other]) return false;
    }
    return true;
  }
}
