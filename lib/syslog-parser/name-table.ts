import type { MessageText } from './message-text.ts';

/** Names kept at most, and bytes of the longest. */
const SLOTS = 512;
const WIDTH = 32;

/**
 * The names of structured data met last, by their bytes. The engine looks up each new string that becomes the name of a property among all
 * names it knows; a string that was one before needs no look-up, and most senders use the same few names.
 *
 * The table also tells which names cannot have come before in an element, so that the element need not be asked for each of them.
 */
export class NameTable {
  /** Whether the name taken last may have been taken before since `begin`. */
  mayRepeat = false;
  readonly #bytes = new Uint8Array(SLOTS * WIDTH);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #names: string[] = Array.from({ length: SLOTS }, () => '');
  /** The round in which each slot was used last; `begin` begins a round. */
  readonly #rounds = new Int32Array(SLOTS);
  #round = 0;
  /** Whether a name of this round gave way to another. */
  #hasForgotten = false;

  /** Begins with an element. */
  begin(): void {
    this.#round = (this.#round + 1) | 0;
    this.#hasForgotten = false;
  }

  /** The name `[start, end)` of a message; there is at least one byte. */
  take(text: MessageText, start: number, end: number): string {
    const length = end - start;
    if (length > WIDTH) return this.#takeLong(text, start, end);
    const { bytes } = text;
    const slot = slotOf(bytes, start, length);
    const wasUsed = this.#rounds[slot] === this.#round;
    const isKnown = this.#lengths[slot] === length && this.#isAt(slot * WIDTH, bytes, start, end);
    if (!isKnown) {
      this.#keep(text, slot, start, end);
      if (wasUsed) this.#hasForgotten = true;
    }
    this.mayRepeat = wasUsed || this.#hasForgotten;
    this.#rounds[slot] = this.#round;
    return this.#names[slot] as string;
  }

  #takeLong(text: MessageText, start: number, end: number): string {
    this.mayRepeat = true;
    return text.slice(start, end);
  }

  #keep(text: MessageText, slot: number, start: number, end: number): void {
    this.#lengths[slot] = end - start;
    this.#names[slot] = text.slice(start, end);
    const { bytes } = text;
    const offset = slot * WIDTH - start;
    for (let at = start; at < end; at++) this.#bytes[offset + at] = bytes[at] as number;
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
