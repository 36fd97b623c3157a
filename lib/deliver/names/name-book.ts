import type { SealedBatch } from '../batch.ts';

interface ShardNames<T> {
  readonly generation: number;
  readonly epoch: number;
  /** By name id. */
  readonly byId: T[];
}

/** Resolves the name ids in batches to objects, one per name. Keeps the names of each shard's newest epoch only. */
export class NameBook<T> {
  readonly #create: (name: string) => T;
  readonly #isInUse: (value: T, isJustReplaced: boolean) => boolean;
  readonly #shards = new Map<number, ShardNames<T>>();
  #byName = new Map<string, T>();

  /**
   * `isInUse` keeps an object that no shard names any more; `isJustReplaced`: it belonged to the epoch that has just ended, and
   * shards usually name most objects of that epoch again.
   */
  constructor(
    create: (name: string) => T,
    isInUse: (value: T, isJustReplaced: boolean) => boolean = () => false,
  ) {
    this.#create = create;
    this.#isInUse = isInUse;
  }

  /** Adds the new names of a batch; returns the objects of all names that its runs may contain, by id. */
  read(batch: Pick<SealedBatch, 'shard' | 'generation' | 'runs'>): readonly T[] {
    const { shard, generation, runs } = batch;
    let known = this.#shards.get(shard);
    if (known?.generation !== generation || known.epoch !== runs.epoch) {
      known = { generation, epoch: runs.epoch, byId: [] };
      const replaced = this.#shards.get(shard);
      this.#shards.set(shard, known);
      if (replaced !== undefined) this.#removeUnused(new Set(replaced.byId));
    }
    for (const { id, name } of runs.newNames) known.byId[id] = this.#named(name);
    return known.byId;
  }

  /** Number of names in the book. */
  get size(): number {
    return this.#byName.size;
  }

  #named(name: string): T {
    let value = this.#byName.get(name);
    if (value === undefined) {
      value = this.#create(name);
      this.#byName.set(name, value);
    }
    return value;
  }

  #removeUnused(replaced: ReadonlySet<T>): void {
    const named = new Set<T>();
    for (const { byId } of this.#shards.values()) for (const value of byId) named.add(value);
    for (const [name, value] of this.#byName) {
      if (!named.has(value) && !this.#isInUse(value, replaced.has(value)))
        this.#byName.delete(name);
    }
  }
}
