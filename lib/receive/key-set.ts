import { SenderKey } from './sender-key.ts';

/** CIDR blocks tested on a sender's key, without text: eight words a block, mask and value. */
export class KeySet {
  readonly #blocks: Int32Array;

  /** `blocks`: valid CIDR blocks or single addresses, IPv4 or IPv6. */
  constructor(blocks: readonly string[]) {
    this.#blocks = new Int32Array(blocks.flatMap((block) => wordsOf(block)));
  }

  contains(key: SenderKey): boolean {
    const blocks = this.#blocks;
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

function wordsOf(block: string): number[] {
  const [address = '', length] = block.split('/');
  const key = new SenderKey();
  if (!key.setFromText(address, 0)) throw new Error(`no CIDR block: ${block}`);
  const isV4 = !address.includes(':');
  const bits = length === undefined ? 128 : Number(length) + (isV4 ? 96 : 0);
  const mask = new Uint8Array(16);
  for (let bit = 0; bit < bits; bit++)
    mask[bit >> 3] = (mask[bit >> 3] as number) | (0x80 >> (bit & 7));
  const masks = [...new Int32Array(mask.buffer)];
  return [...masks, ...[key.a, key.b, key.c, key.d].map((word, i) => word & (masks[i] as number))];
}
