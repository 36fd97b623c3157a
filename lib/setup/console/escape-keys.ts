const ENTER = 0x0d;
const NEWLINE = 0x0a;
const TILDE = 0x7e;
const DOT = 0x2e;

/** Keys to send on, and whether the operator has asked to quit. */
export interface Keys {
  readonly sent: Uint8Array;
  readonly isQuit: boolean;
}

/**
 * Finds `~.` after Enter, or at the very beginning, as ssh does. `~~` there sends one `~`; a `~` before any other key
 * is sent with it.
 */
export class EscapeKeys {
  #isLineStart = true;
  #isTilde = false;

  push(keys: Uint8Array): Keys {
    const sent: number[] = [];
    for (const key of keys) {
      if (this.#isTilde) {
        this.#isTilde = false;
        if (key === DOT) return { sent: Uint8Array.from(sent), isQuit: true };
        if (key !== TILDE) sent.push(TILDE);
      } else if (this.#isLineStart && key === TILDE) {
        this.#isTilde = true;
        this.#isLineStart = false;
        continue;
      }
      this.#isLineStart = key === ENTER || key === NEWLINE;
      sent.push(key);
    }
    return { sent: Uint8Array.from(sent), isQuit: false };
  }
}
