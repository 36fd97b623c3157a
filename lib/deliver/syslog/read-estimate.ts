import type { StreamProgress } from '../../system/stream-progress.ts';

/** A window below this share of the largest one is that of a peer that does not keep up. */
const SMALL_SHARE = 3 / 4;
const MIB = 1024 * 1024;

/**
 * Estimates from its receive window how many bytes a peer has read: what is acknowledged and not read takes room in its receive buffer,
 * so the window is smaller by that than the largest one. While it is much smaller, the buffer may have grown beyond what was ever
 * announced, and the estimate takes twice the largest window, at least 1 MiB, for the size of the buffer.
 */
export class ReadEstimate {
  #largest = 0;

  /** Bytes on the wire that the peer has read; may be below an earlier result, or below 0. */
  read({ acknowledged, window }: Pick<StreamProgress, 'acknowledged' | 'window'>): number {
    this.#largest = Math.max(this.#largest, window);
    const isSmall = window < this.#largest * SMALL_SHARE;
    const buffer = isSmall ? Math.max(2 * this.#largest, MIB) : this.#largest;
    return acknowledged - (buffer - window);
  }
}
