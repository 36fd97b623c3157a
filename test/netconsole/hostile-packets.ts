import { chunksOf, fragmentsOf } from './kernel-sender.ts';

/** A source of random integers in `[0, below)`. */
export type Random = (below: number) => number;

/** Reproducible random integers. Marsaglia, "Xorshift RNGs" (2003). */
export function createRandom(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const WORDS = [
  '[    1.000000] ',
  '[    T1] ',
  '[    1.000000][    C0] ',
  '<6>',
  '<65> ',
  '** 3 printk messages dropped **\n',
  '** replaying previous printk message **\n',
  '6.12.0-rc1,',
  ',caller=T1',
  ',ncfrag=0/10',
  ',ncfrag=5/10',
  ',ncfrag=0/0',
  ',ncfrag=4294967295/4294967296',
  ' key=value\n',
  '\nno key\n',
  '\\x0a',
  '\\x',
  '\0',
  '\n',
  ';',
];

/**
 * Packets as a kernel sends them, and as nobody does: records whole, in pieces and out of order, repeated, of several boots,
 * with bytes changed, cut off and put in.
 */
export class HostilePackets {
  readonly #random: Random;
  /** Packets made together, still to be given out. */
  readonly #waiting: Buffer[] = [];
  #sequence = 0;
  #uptimeUs = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Buffer {
    while (this.#waiting.length === 0) this.#waiting.push(...this.#record());
    const random = this.#random;
    const at = random(4) === 0 ? random(this.#waiting.length) : 0;
    const packet = this.#waiting[at] as Buffer;
    if (random(8) !== 0) this.#waiting.splice(at, 1);
    if (this.#waiting.length > 100) this.#waiting.length = 0;
    return random(3) === 0 ? this.#mutated(packet) : packet;
  }

  #record(): Buffer[] {
    const random = this.#random;
    this.#advance();
    const kind = random(10);
    if (kind < 4) return fragmentsOf(this.#extended(random(60)));
    if (kind < 6) return fragmentsOf(this.#extended(random(4000)), 80 + random(920));
    if (kind < 7) return [Buffer.from(this.#words(1 + random(20)))];
    const prefix = `[${(this.#uptimeUs / 1e6).toFixed(6).padStart(12)}] `;
    const text = this.#text(kind === 9 ? random(2500) : random(80));
    const record = Buffer.from(
      `${random(3) === 0 ? '' : prefix}${text}${random(4) > 0 ? '\n' : ''}`,
    );
    return chunksOf(record);
  }

  #advance(): void {
    const random = this.#random;
    this.#sequence += 1 + (random(20) === 0 ? random(1000) : 0);
    this.#uptimeUs += random(1_000_000);
    if (random(40) === 0) this.#sequence = Math.max(0, this.#sequence - random(200));
    if (random(80) === 0) {
      this.#sequence = 0;
      this.#uptimeUs = 0;
    }
  }

  #extended(length: number): { header: string; body: Buffer } {
    const random = this.#random;
    const uptimeUs = random(4) === 0 ? 0 : this.#uptimeUs;
    const caller = random(4) === 0 ? ',caller=T9' : '';
    const release = random(6) === 0 ? '6.12.0,' : '';
    const lines = random(3) === 0 ? ` cpu=1\n msgid=${this.#sequence}\n` : '';
    return {
      header: `${release}${random(200)},${this.#sequence},${uptimeUs},-${caller}`,
      body: Buffer.from(`${this.#text(length)}\n${lines}`),
    };
  }

  #text(length: number): string {
    return 'kernel text \\x5c and more '.repeat(Math.ceil(length / 26)).slice(0, length);
  }

  #words(count: number): string {
    return Array.from({ length: count }, () => WORDS[this.#random(WORDS.length)]).join('');
  }

  #mutated(packet: Buffer): Buffer {
    const random = this.#random;
    const copy = Buffer.from(packet);
    if (copy.length === 0) return copy;
    const at = random(copy.length);
    switch (random(5)) {
      case 0:
        copy[at] = random(256);
        return copy;
      case 1:
        return copy.subarray(0, at);
      case 2:
        return copy.subarray(at);
      case 3:
        return Buffer.concat([
          copy.subarray(0, at),
          Buffer.from(this.#words(1)),
          copy.subarray(at),
        ]);
      default:
        return Buffer.concat([copy, this.#waiting[0] ?? copy]);
    }
  }
}
