import { HostName, NameMemory } from '../event/host-name.ts';
import { NameTable } from '../event/name-table.ts';

/** No host has a longer name (RFC 1035, RFC 5424). */
const MAX_NAME_BYTES = 255;
const MEMORY_BYTES = 64 * 1024;

/**
 * One HostName object per distinct name, found by bytes without creating a string. Bounded: names seen after the table is full, and
 * those that are too long for any host, are not remembered, and their id is -1.
 */
export class HostTable {
  readonly #ids: NameTable;
  /** By id. */
  readonly #names: HostName[] = [];
  #memory = new NameMemory(0);

  constructor(limit: number) {
    this.#ids = new NameTable(limit);
  }

  ofText(text: string): HostName {
    const bytes = Buffer.from(text);
    return this.ofBytes(bytes, 0, bytes.length);
  }

  ofBytes(bytes: Uint8Array, start: number, end: number): HostName {
    const id = this.#ids.find(bytes, start, end);
    return id < 0 ? this.#add(bytes, start, end) : (this.#names[id] as HostName);
  }

  #add(bytes: Uint8Array, start: number, end: number): HostName {
    const text = Buffer.from(bytes.subarray(start, end)).toString();
    const isForgotten = this.#ids.isFull || end - start > MAX_NAME_BYTES;
    const id = isForgotten ? -1 : this.#ids.add(bytes, start, end);
    const memory = isForgotten ? new NameMemory(end - start) : this.#memoryFor(end - start);
    const at = memory.keep(bytes, start, end);
    const name = new HostName({ text, id }, memory, at, at + end - start);
    if (!isForgotten) this.#names.push(name);
    return name;
  }

  #memoryFor(length: number): NameMemory {
    if (this.#memory.room < length) this.#memory = new NameMemory(MEMORY_BYTES);
    return this.#memory;
  }
}
