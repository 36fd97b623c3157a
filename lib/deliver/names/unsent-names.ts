import type { NewName, SealedBatch } from '../batch.ts';

interface ShardNames {
  readonly generation: number;
  readonly epoch: number;
  readonly byId: Map<number, string>;
}

/**
 * Keeps the new names of refused batches and adds them to the next batch of their shard, because later batches contain only the
 * numbers of these names. Holds one epoch of each shard at most. For destinations whose name book is in another thread.
 */
export class UnsentNames {
  readonly #shards = new Map<number, ShardNames>();

  /** Remembers the names of a batch that is not sent. */
  keep({ shard, generation, runs: { epoch, newNames } }: SealedBatch): void {
    let kept = this.#shards.get(shard);
    if (kept?.generation !== generation || kept.epoch !== epoch) {
      kept = { generation, epoch, byId: new Map() };
      this.#shards.set(shard, kept);
    }
    for (const { id, name } of newNames) kept.byId.set(id, name);
  }

  /** The names to send with a batch: those kept for it, and its own. */
  take(batch: SealedBatch): readonly NewName[] {
    if (!this.#shards.has(batch.shard)) return batch.runs.newNames;
    this.keep(batch);
    const kept = this.#shards.get(batch.shard);
    this.#shards.delete(batch.shard);
    return [...(kept?.byId ?? [])].map(([id, name]) => ({ id, name }));
  }
}
