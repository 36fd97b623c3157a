import type { Parcel } from '../parcel.ts';

/** A parcel on disk, or on its way there. */
export interface StoredEntry {
  /** Order of delivery: that of acceptance. */
  readonly sequence: number;
  readonly events: number;
  /** On disk. */
  readonly bytes: number;
}

/** A parcel that was read back. */
export interface LoadedEntry {
  readonly entry: StoredEntry;
  /** Undefined: its bytes are damaged. */
  readonly parcel: Parcel | undefined;
}

/** A parcel that is being written. */
export interface WrittenEntry {
  readonly entry: StoredEntry;
  /** The parcel as it is stored: a copy, independent of the batch. */
  readonly parcel: () => Parcel;
  /** True once it survives a power failure; false if it is not written because the writer was cancelled. Never rejects. */
  readonly durable: Promise<boolean>;
}

export interface LoadedPage {
  /** In order. */
  readonly loaded: readonly LoadedEntry[];
  /** Whether the store had no parcels after these when it was asked. */
  readonly isEnd: boolean;
}

/** The parcels of one destination on disk, used by one outbox at a time. */
export interface ParcelStore {
  /** Resolves when this user is the only one; before, it may write, not read. */
  attach(): Promise<void>;
  /** The number of the next accepted parcel. */
  number(): number;
  /** Whether it has no parcels, neither written nor being written. */
  isEmpty(): boolean;
  /** Why a parcel of this many bytes cannot be written now; undefined if it can. */
  problem(bytes: number): string | undefined;
  /** The same without the configured limit. */
  diskProblem(bytes: number): string | undefined;
  put(sequence: number, parcel: Parcel): WrittenEntry;
  /** Removes a parcel that needs no delivery any more. */
  remove(entry: StoredEntry): void;
  /** Reads parcels after `after`, at least one, up to about `bytes`. Rejects only when the store was closed. */
  read(after: number, bytes: number): Promise<LoadedPage>;
  /** The highest number of a parcel that is on disk; 0 if there was none. */
  storedTo(): number;
  /** Adds up what should be on disk and is not; returns those events, and removes them from the account. `known`: entries read and not removed. */
  reconcile(known: Iterable<StoredEntry>): number;
  /** Writes what can be written without waiting for a disk that refuses, cancels the rest, and lets another user attach. */
  release(): Promise<void>;
}
