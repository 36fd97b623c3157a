/** Chunks of a source that may be unsettled at a time; whoever passes one on waits for its turn. */
export class ChunkWindow {
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #isPaused = false;

  constructor(size: number) {
    this.#free = size;
  }

  /** Resolves when one more chunk may be passed on. */
  async enter(): Promise<void> {
    if (this.#free > 0 && !this.#isPaused && this.#waiting.length === 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** A chunk is settled. */
  leave(): void {
    this.#free++;
    this.#admit();
  }

  /** Nobody enters until this is called with false. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#admit();
  }

  #admit(): void {
    while (this.#free > 0 && !this.#isPaused) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#free--;
      next();
    }
  }
}
