/** Reports that all batches of a chunk are settled; `isFinal`: none of its events must be sent again. */
export type ChunkSettled = (shard: number, receipt: number, isFinal: boolean) => void;

interface Chunk {
  /** Batches that are not settled. */
  batches: number;
  /** Whether the outcome of all its events so far is final. */
  isFinal: boolean;
  /** Whether the shard has handed over all its batches. */
  isClosed: boolean;
}

/** Counts the unsettled batches of each chunk. A chunk is settled when its shard has closed it and all its batches are settled. */
export class Receipts {
  readonly #settled: ChunkSettled;
  readonly #chunks = new Map<number, Map<number, Chunk>>();

  constructor(settled: ChunkSettled) {
    this.#settled = settled;
  }

  /** One more batch carries the receipt. */
  add(shard: number, receipt: number): void {
    this.#chunk(shard, receipt).batches++;
  }

  /** A batch that carries the receipt is settled; `isFinal`: no event must be sent again. */
  settle(shard: number, receipt: number, isFinal: boolean): void {
    const chunk = this.#chunks.get(shard)?.get(receipt);
    if (chunk === undefined) return;
    chunk.batches--;
    chunk.isFinal &&= isFinal;
    this.#reportIfSettled(shard, receipt, chunk);
  }

  /** No further batch will carry the receipt. */
  close(shard: number, receipt: number): void {
    const chunk = this.#chunk(shard, receipt);
    chunk.isClosed = true;
    this.#reportIfSettled(shard, receipt, chunk);
  }

  /** Removes the chunks of a shard that died: its source reads them again. */
  forget(shard: number): void {
    this.#chunks.delete(shard);
  }

  #chunk(shard: number, receipt: number): Chunk {
    const chunks = this.#chunks.get(shard) ?? new Map<number, Chunk>();
    this.#chunks.set(shard, chunks);
    const chunk = chunks.get(receipt) ?? { batches: 0, isFinal: true, isClosed: false };
    chunks.set(receipt, chunk);
    return chunk;
  }

  #reportIfSettled(shard: number, receipt: number, chunk: Chunk): void {
    if (!chunk.isClosed || chunk.batches > 0) return;
    this.#chunks.get(shard)?.delete(receipt);
    this.#settled(shard, receipt, chunk.isFinal);
  }
}
