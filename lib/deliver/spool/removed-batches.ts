import type { StoredEntry } from '../outbox/parcel-store.ts';
import type { Change } from './commit-queue.ts';
import { printMarkKey, printSpoolKey, spoolRange, spoolRangeAfter } from './spool-key.ts';

/** Removed batches take space until they are deleted and their files compacted: at most this many bytes, and this many batches. Less where space is short. */
const COMPACTED_BYTES = 128 * 1024 * 1024;
const COMPACTED_BATCHES = 10_000;
const FREE_SHARE = 1 / 4;
/** A section that becomes empty after this many bytes, and stays empty for this long, is compacted, too. */
const EMPTIED_BYTES = 4 * 1024 * 1024;
const EMPTY_MS = 1000;
const MARK = Buffer.alloc(0);
const NONE: ReadonlySet<number> = new Set();

export interface RemovedBatchesContext {
  /** Of the destination. */
  readonly name: string;
  readonly change: (change: Omit<Change, 'owner'>) => Promise<boolean>;
  /** Gives back the space of what was deleted in a range of keys. */
  readonly compact: (from: string, to: string) => Promise<void>;
  /** Bytes that may be written. */
  readonly freeBytes: () => number;
  /** Whether the section has no batches. */
  readonly isEmpty: () => boolean;
}

/**
 * The batches of a section that need no delivery any more. One near the end is deleted at once, any other marked and deleted later, together with others:
 * marks are stored at the end, where new batches are. LevelDB would merge all files between a deletion and the new batches written along with it, for each
 * few MiB again.
 */
export class RemovedBatches {
  readonly #context: RemovedBatchesContext;
  /** Marked and not deleted, by sequence. */
  readonly #marked = new Map<number, StoredEntry>();
  /** Since the last compaction. */
  #bytes = 0;
  #batches = 0;
  #lastSequence = 0;
  #compacting: Promise<void> = Promise.resolve();
  #emptyTimer: NodeJS.Timeout | undefined;

  /** `marked`: by an earlier process. */
  constructor(context: RemovedBatchesContext, marked: readonly StoredEntry[]) {
    this.#context = context;
    for (const entry of marked) this.#note(entry, true);
  }

  /** The removed batches after `after` that are still stored. To be asked before the store is read: they may be deleted meanwhile. */
  after(after: number): ReadonlySet<number> {
    if (this.#lastSequence <= after) return NONE;
    return new Set([...this.#marked.keys()].filter((sequence) => sequence > after));
  }

  add(entry: StoredEntry, isNearEnd: boolean): void {
    this.#note(entry, !isNearEnd);
    const key = { destination: this.#context.name, ...entry };
    const events = -entry.events;
    const change = isNearEnd
      ? { key: printSpoolKey(key), value: undefined, events }
      : { key: printMarkKey(key), value: MARK, events };
    void this.#context.change(change).then((isDone) => {
      if (isDone) this.#tidy();
    });
  }

  /** Deletes what is marked, and gives back its space. */
  compact(): Promise<void> {
    const { gte } = spoolRange(this.#context.name);
    const { gt } = spoolRangeAfter(this.#context.name, this.#lastSequence);
    this.#bytes = 0;
    this.#batches = 0;
    // One at a time.
    this.#compacting = this.#compacting.then(async () => {
      await this.#deleteMarked();
      await this.#context.compact(gte, gt);
    });
    return this.#compacting;
  }

  #note(entry: StoredEntry, isMarked: boolean): void {
    this.#bytes += entry.bytes;
    this.#batches++;
    this.#lastSequence = Math.max(this.#lastSequence, entry.sequence);
    if (isMarked) this.#marked.set(entry.sequence, entry);
  }

  /** A section that is emptied again and again is not worth compacting each time. */
  #tidy(): void {
    const free = Math.max(EMPTIED_BYTES, this.#context.freeBytes() * FREE_SHARE);
    const isMuch = this.#bytes >= Math.min(COMPACTED_BYTES, free);
    if (isMuch || this.#batches >= COMPACTED_BATCHES) void this.compact();
    if (!this.#context.isEmpty() || this.#bytes < EMPTIED_BYTES) return;
    clearTimeout(this.#emptyTimer);
    this.#emptyTimer = setTimeout(() => {
      if (this.#context.isEmpty()) void this.compact();
    }, EMPTY_MS);
    this.#emptyTimer.unref();
  }

  async #deleteMarked(): Promise<void> {
    const destination = this.#context.name;
    const keys = [...this.#marked.values()].map((entry) => ({ destination, ...entry }));
    const change = { value: undefined, events: 0 };
    // Batches before their marks. One file with both would overlap all others, and be merged with them.
    const changes = [
      ...keys.map((key) => ({ ...change, key: printSpoolKey(key), isApart: true })),
      ...keys.map((key) => ({ ...change, key: printMarkKey(key) })),
    ];
    const done = await Promise.all(changes.map((each) => this.#context.change(each)));
    if (done.includes(false)) return;
    for (const { sequence } of keys) this.#marked.delete(sequence);
  }
}
