import type {
  LoadedEntry,
  LoadedPage,
  ParcelStore,
  StoredEntry,
  WrittenEntry,
} from '../outbox/parcel-store.ts';
import type { Parcel } from '../parcel.ts';
import type { Account, Change } from './commit-queue.ts';
import { entryPage, keyPage } from './key-pages.ts';
import type { SectionTotals } from './section-totals.ts';
import { accountKey, parseSpoolKey, printSpoolKey, spoolRangeAfter } from './spool-key.ts';
import { RemovedBatches } from './removed-batches.ts';
import { decodeParcel, encodeParcel, readParcel } from './stored-parcel.ts';
import type { SpoolStore } from './spool-store.ts';

/** Batches that are read at a time: this many, and about this many bytes of them. */
const PAGE = 64;
const PAGE_BYTES = 2 * 1024 * 1024;
/** With at most this many bytes, all batches are in the library's memory or its newest files. */
const NEAR_BYTES = 8 * 1024 * 1024;
const NOTHING: SectionTotals = {
  batches: 0,
  events: 0,
  bytes: 0,
  lastSequence: 0,
  lost: 0,
  marked: [],
};

const doNothing = (): void => undefined;

/** The batches of one destination in the store of a relay. */
export class SpoolSection {
  readonly name: string;
  readonly #store: SpoolStore;
  readonly #account: Account;
  #batches: number;
  #events: number;
  #bytes: number;
  #lastNumber: number;
  #storedTo: number;
  /** Resolves when the last of those who attached has released it. */
  #free: Promise<void> = Promise.resolve();
  #users = 0;
  readonly #removed: RemovedBatches;
  /** Events found when the store was opened, or lost since they were stored, that no account has yet. */
  #found: { events: number; lost: number };

  constructor(name: string, store: SpoolStore, totals: SectionTotals = NOTHING) {
    this.name = name;
    this.#store = store;
    this.#batches = totals.batches;
    this.#events = totals.events;
    this.#bytes = totals.bytes;
    this.#lastNumber = totals.lastSequence;
    this.#storedTo = totals.lastSequence;
    this.#account = { name, events: totals.events };
    this.#found = { events: totals.events, lost: totals.lost };
    // The account on disk is that of before the loss.
    if (totals.lost > 0) void this.#change({ key: accountKey(name), value: undefined, events: 0 });
    this.#removed = new RemovedBatches(
      {
        name,
        change: (change) => this.#change(change),
        compact: (from, to) => store.compact(from, to),
        freeBytes: () => store.freeBytes,
        isEmpty: () => this.#batches === 0,
      },
      totals.marked,
    );
    if (totals.marked.length > 0) void this.#removed.compact();
  }

  /** Batches, and their events and bytes, on disk and on their way there. */
  get totals(): Pick<SectionTotals, 'batches' | 'events' | 'bytes'> {
    return { batches: this.#batches, events: this.#events, bytes: this.#bytes };
  }

  /** Returns once what an earlier process has left here. */
  takeFound(): { readonly events: number; readonly lost: number } {
    const found = this.#found;
    this.#found = { events: 0, lost: 0 };
    return found;
  }

  /** The section as one destination uses it, with at most this many bytes. */
  use(maxSizeBytes: number): ParcelStore {
    const free = this.#free;
    let release = doNothing;
    this.#users++;
    this.#free = new Promise((resolve) => (release = resolve));
    return {
      attach: () => free,
      number: () => ++this.#lastNumber,
      isEmpty: () => this.#batches === 0,
      storedTo: () => this.#storedTo,
      problem: (bytes) => {
        if (this.#bytes + bytes > maxSizeBytes)
          return `its spool has ${maxSizeBytes} bytes already`;
        return this.#store.problem(bytes);
      },
      diskProblem: (bytes) => this.#store.problem(bytes),
      put: (sequence, parcel) => this.#put(sequence, parcel),
      remove: (entry) => this.#remove(entry),
      read: (after, bytes) => this.#read(after, bytes),
      reconcile: (known) => this.#reconcile(known),
      release: async () => {
        await this.#store.settle(this.#account);
        this.#users--;
        void free.then(release);
      },
    };
  }

  /** Deletes all batches. Returns their events. Nobody may use the section. */
  async clear(): Promise<number> {
    const events = this.#events;
    for (let after = 0, isEnd = false; !isEnd;) {
      const range = spoolRangeAfter(this.name, after);
      const removed = this.#removed.after(after);
      const page = await this.#store.read((level) => keyPage(level, range, PAGE));
      for (const key of page.keys.map(parseSpoolKey)) {
        if (key === undefined) continue;
        after = key.sequence;
        if (!removed.has(after)) this.#remove(key);
      }
      ({ isEnd } = page);
    }
    this.#reconcile([]);
    await this.#store.settle(this.#account);
    await this.#removed.compact();
    return events;
  }

  #put(sequence: number, parcel: Parcel): WrittenEntry {
    const value = encodeParcel(parcel);
    const { events } = parcel;
    const entry = { sequence, events, bytes: value.length };
    this.#add(entry, 1);
    const key = printSpoolKey({ destination: this.name, ...entry });
    const durable = this.#change({ key, value, events }).then((isStored) => {
      if (isStored) this.#storedTo = Math.max(this.#storedTo, sequence);
      else this.#add(entry, -1);
      return isStored;
    });
    return { entry, parcel: () => readParcel(value), durable };
  }

  #remove(entry: StoredEntry): void {
    const isNearEnd = this.#bytes <= NEAR_BYTES;
    this.#add(entry, -1);
    this.#removed.add(entry, isNearEnd);
  }

  async #read(after: number, bytes: number): Promise<LoadedPage> {
    const size = { limit: PAGE, bytes: Math.min(bytes, PAGE_BYTES) };
    for (let from = after; ;) {
      const range = spoolRangeAfter(this.name, from);
      const removed = this.#removed.after(from);
      const entries = await this.#store.read((level) => entryPage(level, range, size));
      const loaded: LoadedEntry[] = [];
      const before = from;
      for (const [key, value] of entries) {
        const entry = parseSpoolKey(key);
        if (entry === undefined) continue;
        from = entry.sequence;
        if (!removed.has(from)) loaded.push({ entry, parcel: decodeParcel(value) });
      }
      // All of a page may have been removed.
      if (loaded.length > 0 || from === before) return { loaded, isEnd: loaded.length === 0 };
    }
  }

  #reconcile(known: Iterable<StoredEntry>): number {
    // Another writes what this user does not know.
    if (this.#users > 1) return 0;
    let [batches, events, bytes] = [0, 0, 0];
    for (const entry of known) {
      batches++;
      events += entry.events;
      bytes += entry.bytes;
    }
    const lost = Math.max(0, this.#events - events);
    if (lost > 0)
      void this.#change({ key: accountKey(this.name), value: undefined, events: -lost });
    [this.#batches, this.#events, this.#bytes] = [batches, events, bytes];
    return lost;
  }

  #add({ events, bytes }: StoredEntry, factor: 1 | -1): void {
    this.#batches += factor;
    this.#events += factor * events;
    this.#bytes += factor * bytes;
  }

  #change(change: Omit<Change, 'owner'>): Promise<boolean> {
    return this.#store.change({ ...change, owner: this.#account });
  }
}
