const REPLACEMENT = Buffer.from('\ufffd');
/** Bytes that no UTF-8 has, so that JSON shows each as U+FFFD. */
const STAND_INS = [0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8, 0xf7, 0xf6, 0xf5];

/**
 * Keeps names apart that JSON shows alike: a sender's names can differ in bytes that are not UTF-8, each of which became U+FFFD. Names without
 * U+FFFD are not looked at.
 */
export class DistinctNames {
  readonly #seen = new Map<string, number>();

  /** Forgets the names of the event before. */
  clear(): void {
    if (this.#seen.size > 0) this.#seen.clear();
  }

  /**
   * The name `bytes[start, end)` of `group`, changed in place if the group had one like it: the first U+FFFD becomes one byte. Returns its end. The
   * bytes after the name are free.
   */
  // oxlint-disable-next-line max-params -- an object for each call would be an allocation for each name
  apart(group: number, bytes: Buffer, start: number, end: number): number {
    const at = bytes.subarray(start, end).indexOf(REPLACEMENT);
    if (at < 0) return end;
    const name = `${group} ${bytes.toString('utf8', start, end)}`;
    const count = this.#seen.get(name) ?? 0;
    this.#seen.set(name, count + 1);
    if (count === 0) return end;
    bytes[start + at] = STAND_INS[(count - 1) % STAND_INS.length] as number;
    bytes.copyWithin(start + at + 1, start + at + REPLACEMENT.length, end);
    return end - REPLACEMENT.length + 1;
  }
}
