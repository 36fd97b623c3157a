/** `Mmm dd hh:mm:ss`. */
const LENGTH = 15;

/**
 * The bytes of the time met last. Of many messages a second most have the same, and to see that takes a fraction of the
 * time of reading it.
 */
export class LastBsdTime {
  readonly #bytes = new Uint8Array(LENGTH);
  #isSet = false;

  /** Whether the same stands at `at`. */
  is(bytes: Uint8Array, at: number, end: number): boolean {
    if (!this.#isSet || at + LENGTH > end) return false;
    const last = this.#bytes;
    // From behind: seconds differ first.
    for (let i = LENGTH - 1; i >= 0; i--) if (last[i] !== bytes[at + i]) return false;
    return true;
  }

  /** Remembers what stands at `at`, which is a time of this length. */
  set(bytes: Uint8Array, at: number): void {
    for (let i = 0; i < LENGTH; i++) this.#bytes[i] = bytes[at + i] as number;
    this.#isSet = true;
  }
}
