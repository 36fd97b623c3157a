import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import { BOUNDS } from './bounds.ts';

const FIRST_BYTES = 512;

/** The text of the records of one crash, up to `BOUNDS.records` of them and `BOUNDS.crashBytes`. */
export class CrashText {
  /** Records that were added, also those that there was no room for. */
  count = 0;
  readonly #text = new ByteWriter(FIRST_BYTES);
  /** Where each record ends in the text, and whether it was printed by the context of the crash. */
  readonly #ends: number[] = [];
  readonly #areOwn: boolean[] = [];

  /** Memory it takes. */
  get bytes(): number {
    return this.#text.bytes.length;
  }

  /** Records that there was room for. */
  get records(): number {
    return this.#ends.length;
  }

  /** Whether there was room for all records. */
  get isWhole(): boolean {
    return this.count === this.#ends.length;
  }

  add({ text, textStart, textEnd }: EventView, isOwn: boolean): void {
    this.count++;
    const length = textEnd - textStart;
    if (this.#ends.length >= BOUNDS.records || this.#text.at + length > BOUNDS.crashBytes) return;
    this.#text.ensure(length);
    this.#text.range(text, textStart, textEnd);
    this.#ends.push(this.#text.at);
    this.#areOwn.push(isOwn);
  }

  /** Leaves out the records from number `count` on. */
  truncate(count: number): void {
    const surplus = this.#ends.length - count;
    if (surplus <= 0) return;
    this.count -= surplus;
    this.#ends.length = count;
    this.#areOwn.length = count;
    this.#text.at = this.#ends[count - 1] ?? 0;
  }

  /** The lines of the crash's own records from number `from` to before `to`. */
  lines(from: number, to: number): string[] {
    const lines: string[] = [];
    for (let i = from; i < Math.min(to, this.#ends.length); i++) {
      if (this.#areOwn[i] !== true) continue;
      const start = this.#ends[i - 1] ?? 0;
      lines.push(...this.#text.bytes.toString('utf8', start, this.#ends[i]).split('\n'));
    }
    return lines;
  }
}
