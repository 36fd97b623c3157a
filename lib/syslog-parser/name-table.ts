import type { MessageText } from './message-text.ts';

/** Names kept at most, and bytes of the longest. */
const SLOTS = 512;
const WIDTH = 32;

/**
 * The names of structured data met last, by their bytes. The engine looks up each new string that becomes the name of a property among all
 * names it knows; a string that was one before needs no look-up, and most senders use the same few names.
 */
export class NameTable {
  readonly #bytes = new Uint8Array(SLOTS * WIDTH);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #names: string[] = Array.from({ length: SLOTS }, () => '');

  /** The text of `[start, end)` of a message; there is at least one byte. */
  nameOf(text: MessageText, start: number, end: number): string {
    const length = end - start;
    if (length > WIDTH) return text.slice(start, end);
    const { bytes } = text;
    const slot = slotOf(bytes, start, length);
    const kept = slot * WIDTH;
    if (this.#lengths[slot] === length && this.#isAt(kept, bytes, start, end)) {
      return this.#names[slot] as string;
    }
    const name = text.slice(start, end);
    this.#lengths[slot] = length;
    this.#names[slot] = name;
    for (let i = 0; i < length; i++) this.#bytes[kept + i] = bytes[start + i] as number;
    return name;
  }

  #isAt(kept: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#bytes;
    const offset = kept - start;
    for (let at = start; at < end; at++) if (own[offset + at] !== bytes[at]) return false;
    return true;
  }
}

function slotOf(bytes: Uint8Array, start: number, length: number): number {
  const first = bytes[start] as number;
  const middle = bytes[start + (length >> 1)] as number;
  const last = bytes[start + length - 1] as number;
  return (length * 37 + first * 5 + middle * 3 + last * 11) & (SLOTS - 1);
}
