import type { BatchBytes } from '../batch.ts';
import { BUFFER_BYTES, BufferPool } from '../buffer-pool.ts';
import type { Parcel } from '../parcel.ts';

/** The buffers of parcels that were read and not removed. They are used again: each value that the library reads has new memory. */
export class ReadBuffers {
  readonly #pool = new BufferPool();
  /** By the number of the parcel. */
  readonly #lent = new Map<number, BatchBytes>();

  /** The parcel with its entries in a buffer of the pool, or in one of its own if they are longer. */
  take(sequence: number, parcel: Parcel): Parcel {
    const { used } = parcel;
    const bytes =
      used <= BUFFER_BYTES ? this.#pool.take() : new Uint8Array(new SharedArrayBuffer(used));
    bytes.set(parcel.bytes.subarray(0, used));
    this.#lent.set(sequence, bytes);
    // A view of its own: carriers know a parcel by it.
    return { ...parcel, bytes: bytes.subarray(0, used) };
  }

  /** The parcel is not used any more. */
  give(sequence: number): void {
    const bytes = this.#lent.get(sequence);
    if (bytes === undefined) return;
    this.#lent.delete(sequence);
    this.#pool.give(bytes);
  }

  /** Leaves those that are lent to the garbage collector. */
  clear(): void {
    this.#lent.clear();
  }
}
