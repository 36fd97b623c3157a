/** Of `Mmm dd hh:mm:ss`, and of `-mm-ddThh:mm:ss`. */
const LENGTH = 15;

/**
 * The fifteen bytes of the time met last, as words of four. Of many messages a second most have the same, and to see that takes a
 * fraction of the time of reading it.
 */
export class LastTime {
  #month = 0;
  #day = 0;
  /** Of three bytes; -1, which no text has, before the first `set`. */
  #hour = -1;
  #second = 0;

  /** Whether the same stands at `at`. Words are put together in place, since a function for that is not inlined everywhere. */
  is(bytes: Uint8Array, at: number, end: number): boolean {
    if (at + LENGTH > end) return false;
    // Seconds differ first.
    const second =
      (bytes[at + 11] as number) |
      ((bytes[at + 12] as number) << 8) |
      ((bytes[at + 13] as number) << 16) |
      ((bytes[at + 14] as number) << 24);
    if (second !== this.#second) return false;
    const hour =
      (bytes[at + 8] as number) |
      ((bytes[at + 9] as number) << 8) |
      ((bytes[at + 10] as number) << 16);
    const day =
      (bytes[at + 4] as number) |
      ((bytes[at + 5] as number) << 8) |
      ((bytes[at + 6] as number) << 16) |
      ((bytes[at + 7] as number) << 24);
    const month =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    return ((hour ^ this.#hour) | (day ^ this.#day) | (month ^ this.#month)) === 0;
  }

  /** Remembers what stands at `at`, which is a time of this length. */
  set(bytes: Uint8Array, at: number): void {
    this.#month = wordAt(bytes, at);
    this.#day = wordAt(bytes, at + 4);
    this.#hour = wordAt(bytes, at + 8) & 0xffffff;
    this.#second = wordAt(bytes, at + 11);
  }
}

/** The four bytes at `at` as one number; the caller knows that they exist. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
