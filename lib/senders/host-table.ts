import { randomInt } from 'node:crypto';
import { HostName, NameMemory } from '../event/host-name.ts';

/** No host has a longer name (RFC 1035, RFC 5424). */
const MAX_NAME_BYTES = 255;
const MEMORY_BYTES = 64 * 1024;

/**
 * One HostName object per distinct name, found by text or by bytes without making text. Bounded: names met after
 * the table is full, and those that are too long for any host, are not remembered, and their id is -1.
 */
export class HostTable {
  readonly #limit: number;
  readonly #names: HostName[] = [];
  readonly #byText = new Map<string, HostName>();
  /** Open addressing: id + 1, or 0. */
  #index = new Int32Array(256);
  #memory = new NameMemory(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  ofText(text: string): HostName {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(text);
    return this.ofBytes(bytes, 0, bytes.length);
  }

  ofBytes(bytes: Uint8Array, start: number, end: number): HostName {
    const hash = hashOf(bytes, start, end);
    const mask = this.#index.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const id = (this.#index[at] as number) - 1;
      if (id < 0) return this.#add(bytes, start, end);
      const name = this.#names[id] as HostName;
      if (name.isSame(bytes, start, end)) return name;
    }
  }

  #add(bytes: Uint8Array, start: number, end: number): HostName {
    const text = Buffer.from(bytes.subarray(start, end)).toString();
    const isForgotten = this.#names.length >= this.#limit || end - start > MAX_NAME_BYTES;
    const id = isForgotten ? -1 : this.#names.length;
    const memory = isForgotten ? new NameMemory(end - start) : this.#memoryFor(end - start);
    const at = memory.keep(bytes, start, end);
    const name = new HostName({ text, id }, memory, at, at + end - start);
    if (isForgotten) return name;
    this.#names.push(name);
    this.#byText.set(text, name);
    if (this.#names.length * 2 > this.#index.length) {
      this.#index = new Int32Array(this.#index.length * 2);
      for (const known of this.#names) this.#insert(known);
    } else this.#insert(name);
    return name;
  }

  #memoryFor(length: number): NameMemory {
    if (this.#memory.room < length) this.#memory = new NameMemory(MEMORY_BYTES);
    return this.#memory;
  }

  #insert(name: HostName): void {
    const mask = this.#index.length - 1;
    let at = hashOf(name.bytes, name.start, name.end) & mask;
    while (this.#index[at] !== 0) at = (at + 1) & mask;
    this.#index[at] = name.id + 1;
  }
}

/** Unknown to senders, who could otherwise choose names that collide. */
const SEED = randomInt(0x1_0000_0000);

/** FNV-1a from a secret start. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
