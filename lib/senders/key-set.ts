import { MAPPED_PREFIX, SenderKey } from './sender-key.ts';

/** CIDR blocks tested on a sender's key, without text. IPv6 blocks never contain IPv4 senders, not even `::/0`. */
export class KeySet {
  /** Eight words a block: mask and value. */
  readonly #v4: Int32Array;
  readonly #v6: Int32Array;

  /** `blocks`: valid CIDR blocks or single addresses, IPv4 (also in mapped form) or IPv6. */
  constructor(blocks: readonly string[]) {
    const compiled = blocks.map((block) => wordsOf(block));
    this.#v4 = new Int32Array(compiled.filter((words) => isMapped(words)).flat());
    this.#v6 = new Int32Array(compiled.filter((words) => !isMapped(words)).flat());
  }

  contains(key: SenderKey): boolean {
    const blocks = key.isV4 ? this.#v4 : this.#v6;
    for (let at = 0; at < blocks.length; at += 8) {
      if (
        (key.a & (blocks[at] as number)) === blocks[at + 4] &&
        (key.b & (blocks[at + 1] as number)) === blocks[at + 5] &&
        (key.c & (blocks[at + 2] as number)) === blocks[at + 6] &&
        (key.d & (blocks[at + 3] as number)) === blocks[at + 7]
      ) {
        return true;
      }
    }
    return false;
  }
}

/** Whether a block lies within the IPv4-mapped addresses. */
function isMapped(words: readonly number[]): boolean {
  const [maskA, maskB, maskC, , a, b, c] = words;
  return maskA === -1 && maskB === -1 && maskC === -1 && a === 0 && b === 0 && c === MAPPED_PREFIX;
}

function wordsOf(block: string): number[] {
  const [address = '', length] = block.split('/');
  const key = new SenderKey();
  if (!key.setFromText(address, 0, Number)) throw new Error(`no CIDR block: ${block}`);
  const isV4 = !address.includes(':');
  const bits = length === undefined ? 128 : Number(length) + (isV4 ? 96 : 0);
  const mask = new Uint8Array(16);
  for (let bit = 0; bit < bits; bit++)
    mask[bit >> 3] = (mask[bit >> 3] as number) | (0x80 >> (bit & 7));
  const masks = [...new Int32Array(mask.buffer)];
  return [...masks, ...[key.a, key.b, key.c, key.d].map((word, i) => word & (masks[i] as number))];
}
