const SLOTS = 65_536;

/** Numbers names in the order they are first met. */
export class HostNumbers {
  /** Open addressing: number + 1, or 0. */
  readonly #slots = new Int32Array(SLOTS);
  readonly #hashes: number[] = [];
  readonly names: Uint8Array[] = [];
  #new: string[] = [];

  /** The number of the name `bytes[start, end)`. */
  of(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const host = (this.#slots[slot] as number) - 1;
      if (host < 0) return this.#add(Uint8Array.from(bytes.subarray(start, end)), hash, slot);
      if (
        this.#hashes[host] === hash &&
        isSame(this.names[host] as Uint8Array, bytes, start, end)
      ) {
        return host;
      }
    }
  }

  /** The names met since the last call. */
  takeNew(): string[] {
    const names = this.#new;
    this.#new = [];
    return names;
  }

  #add(name: Uint8Array, hash: number, slot: number): number {
    this.#new.push(Buffer.from(name).toString());
    this.#hashes.push(hash);
    this.#slots[slot] = this.names.push(name);
    return this.names.length - 1;
  }
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false;
  return true;
}
