import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Counts starts in a row that ended while the store was being opened. One such end proves nothing, since a process can be killed at any
 * moment; several in a row mean that opening the store kills the process.
 */
export class OpeningMarker {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Starts that ended while opening, up to the last one. */
  get deaths(): number {
    try {
      return Number(readFileSync(this.#file, 'utf8')) || 0;
    } catch {
      // No marker: the last start opened the store.
      return 0;
    }
  }

  /** Notes that opening begins. */
  set(deaths: number): void {
    writeFileSync(this.#file, String(deaths + 1));
  }

  /** Notes that opening has ended, with or without success. */
  clear(): void {
    rmSync(this.#file, { force: true });
  }
}
