import type { StreamProgress } from '../../system/stream-progress.ts';

/** A window below this share of the largest one is that of a peer that does not keep up. */
const SMALL_SHARE = 3 / 4;
const MIB = 1024 * 1024;

/** Bytes on the wire. */
export interface PeerRead {
  /** The likely end of what the peer has read; may be below an earlier one. */
  readonly likely: number;
  /** The end of what it has read even if its receive buffer is larger than it ever announced. */
  readonly safe: number;
}

/**
 * Estimates from its receive window how many bytes a peer has read: what is acknowledged and not read takes room in its receive buffer,
 * so the window is smaller by that than the largest one. The buffer may have grown beyond what was ever announced, to twice that or 1 MiB;
 * this shows when the peer stops reading, and the window becomes small much later than the largest one would make expect.
 */
export class ReadEstimate {
  readonly #maxBuffer: number;
  #largest = 0;

  /** `maxBuffer`: of the assumed buffer beyond the largest window, since what is not safely read must be kept. */
  constructor(maxBuffer: number) {
    this.#maxBuffer = maxBuffer;
  }

  read({ acknowledged, window }: Pick<StreamProgress, 'acknowledged' | 'window'>): PeerRead {
    const largest = Math.max(this.#largest, window);
    this.#largest = largest;
    const grown = Math.max(2 * largest, MIB);
    const buffer = Math.max(largest, Math.min(grown, this.#maxBuffer));
    const safe = acknowledged - (buffer - window);
    const isSmall = window < largest * SMALL_SHARE;
    return { likely: isSmall ? safe : acknowledged - (largest - window), safe };
  }
}
