/** Decides whether sources that can wait may be read: while no destination's reserved part is full. */
export class Credit {
  readonly #changed: (mayRead: boolean) => void;
  #full = 0;

  /** `changed` is called when reading must stop (false) and when it may continue (true). */
  constructor(changed: (mayRead: boolean) => void) {
    this.#changed = changed;
  }

  /** Called by one queue when its reserved part becomes full or has room again. */
  readonly reservedFull = (isFull: boolean): void => {
    const wasFull = this.#full > 0;
    this.#full += isFull ? 1 : -1;
    if (this.#full > 0 !== wasFull) this.#changed(wasFull);
  };
}
