const SMALLEST = 1024;
/** Maximum bytes of idle buffers kept for reuse, so that a burst leaves little behind. */
const MAX_IDLE_BYTES = 4 * 1024 * 1024;

/** Buffers for open records: sizes are powers of two, all together never more than `limit` bytes. */
export class BufferStore {
  readonly #limit: number;
  /** Buffers by the power of two they are. */
  readonly #idle: Buffer[][] = [];
  #idleBytes = 0;
  used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A buffer of at least `size` bytes; undefined if the limit would be exceeded. */
  take(size: number): Buffer | undefined {
    const capacity = capacityFor(size);
    if (this.used + capacity > this.#limit) return undefined;
    this.used += capacity;
    const idle = this.#idle[Math.log2(capacity)]?.pop();
    if (idle === undefined) return Buffer.from(new ArrayBuffer(capacity));
    this.#idleBytes -= capacity;
    return idle;
  }

  giveBack(buffer: Buffer): void {
    const capacity = buffer.length;
    this.used -= capacity;
    if (this.#idleBytes + capacity > MAX_IDLE_BYTES) return;
    this.#idleBytes += capacity;
    const power = Math.log2(capacity);
    const idle = this.#idle[power];
    if (idle === undefined) this.#idle[power] = [buffer];
    else idle.push(buffer);
  }
}

/** How long the buffer for `size` bytes is. */
export function capacityFor(size: number): number {
  return size <= SMALLEST ? SMALLEST : 2 ** (32 - Math.clz32(size - 1));
}
