import type {
  LoadedEntry,
  LoadedPage,
  ParcelStore,
  StoredEntry,
  WrittenEntry,
} from '../outbox/parcel-store.ts';
import type { Parcel } from '../parcel.ts';
import type { Account, Change } from './commit-queue.ts';
import { keyPage } from './key-pages.ts';
import { isDamage } from './level-error.ts';
import type { SectionTotals } from './section-totals.ts';
import {
  accountKey,
  parseSpoolKey,
  printSpoolKey,
  spoolRange,
  spoolRangeAfter,
} from './spool-key.ts';
import { decodeParcel, encodeParcel } from './stored-parcel.ts';
import type { SpoolStore } from './spool-store.ts';

/** Keys are read together with the blocks of their batches: few at a time. */
const PAGE = 8;
/** Deleted batches take space until the library has compacted their files: so many bytes of them at most. */
const COMPACTED_BYTES = 128 * 1024 * 1024;
/** A section that becomes empty after so many bytes, and stays empty for so long, is compacted, too. */
const EMPTIED_BYTES = 4 * 1024 * 1024;
const EMPTY_MS = 1000;
const NOTHING: SectionTotals = { batches: 0, events: 0, bytes: 0, lastSequence: 0, lost: 0 };

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
  #removedBytes = 0;
  #removedTo = 0;
  #compacting: Promise<void> = Promise.resolve();
  #emptyTimer: NodeJS.Timeout | undefined;
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

  /** The section as one destination uses it, with at most so many bytes. */
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
      const page = await this.#store.read((level) => keyPage(level, range, PAGE));
      for (const key of page.keys.map(parseSpoolKey)) {
        if (key === undefined) continue;
        after = key.sequence;
        this.#remove(key);
      }
      ({ isEnd } = page);
    }
    this.#reconcile([]);
    await this.#store.settle(this.#account);
    await this.#compact();
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
    return { entry, parcel: decodeParcel(value) ?? parcel, durable };
  }

  #remove(entry: StoredEntry): void {
    this.#add(entry, -1);
    this.#removedBytes += entry.bytes;
    this.#removedTo = Math.max(this.#removedTo, entry.sequence);
    const key = printSpoolKey({ destination: this.name, ...entry });
    void this.#change({ key, value: undefined, events: -entry.events }).then((isDone) => {
      if (isDone) this.#tidy();
    });
  }

  async #read(after: number, bytes: number): Promise<LoadedPage> {
    const range = spoolRangeAfter(this.name, after);
    const { keys, isEnd } = await this.#store.read((level) => keyPage(level, range, PAGE));
    const loaded: LoadedEntry[] = [];
    let left = bytes;
    for (const text of keys) {
      const entry = parseSpoolKey(text);
      if (entry === undefined) continue;
      if (loaded.length > 0 && left < entry.bytes) return { loaded, isEnd: false };
      left -= entry.bytes;
      loaded.push({ entry, parcel: await this.#load(text) });
    }
    return { loaded, isEnd };
  }

  async #load(key: string): Promise<Parcel | undefined> {
    try {
      const stored = await this.#store.read((level) => level.get(key));
      return stored && decodeParcel(stored);
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
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

  /** Lets the library give back the space of deleted batches. A section that is emptied again and again is not worth it each time. */
  #tidy(): void {
    if (this.#removedBytes >= COMPACTED_BYTES) void this.#compact();
    if (this.#batches > 0 || this.#removedBytes < EMPTIED_BYTES) return;
    clearTimeout(this.#emptyTimer);
    this.#emptyTimer = setTimeout(() => {
      if (this.#batches === 0) void this.#compact();
    }, EMPTY_MS);
    this.#emptyTimer.unref();
  }

  #compact(): Promise<void> {
    const { gte } = spoolRange(this.name);
    const { gt } = spoolRangeAfter(this.name, this.#removedTo);
    this.#removedBytes = 0;
    // One at a time.
    this.#compacting = this.#compacting.then(() => this.#store.compact(gte, gt));
    return this.#compacting;
  }
}
