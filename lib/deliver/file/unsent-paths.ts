import type { FileRuns, NewPath, SealedBatch } from '../destination.ts';

interface ShardPaths {
  readonly generation: number;
  readonly epoch: number;
  readonly byId: Map<number, string>;
}

/**
 * Keeps the new paths of refused batches, and adds them to the next batch of their shard: later batches name these
 * paths by number only. Holds one epoch of each shard at most.
 */
export class UnsentPaths {
  readonly #shards = new Map<number, ShardPaths>();

  /** Remembers the paths of a batch that is not sent. */
  keep({ shard, generation }: SealedBatch, { epoch, newPaths }: FileRuns): void {
    let kept = this.#shards.get(shard);
    if (kept?.generation !== generation || kept.epoch !== epoch) {
      kept = { generation, epoch, byId: new Map() };
      this.#shards.set(shard, kept);
    }
    for (const { id, path } of newPaths) kept.byId.set(id, path);
  }

  /** The paths to send with a batch: what was kept for it, and its own. */
  take(batch: SealedBatch, files: FileRuns): readonly NewPath[] {
    if (!this.#shards.has(batch.shard)) return files.newPaths;
    this.keep(batch, files);
    const kept = this.#shards.get(batch.shard);
    this.#shards.delete(batch.shard);
    return [...(kept?.byId ?? [])].map(([id, path]) => ({ id, path }));
  }
}
