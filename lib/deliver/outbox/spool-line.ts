import type { LoadedEntry, ParcelStore, StoredEntry, WrittenEntry } from './parcel-store.ts';
import type { Parcel } from '../parcel.ts';

/** Something in memory that must not be sent before what is older on disk. */
interface Deferred {
  readonly sequence: number;
  readonly send: () => void;
}

export interface SpoolLineContext {
  readonly store: ParcelStore;
  /** Bytes of parcels from the disk that are in memory, about. */
  readonly loadedBytes: number;
  /** Sends a parcel from the disk. Called in order. */
  readonly send: (entry: StoredEntry, parcel: Parcel) => void;
  /** Events on disk cannot be read, or are not there. */
  readonly damaged: (events: number) => void;
}

/**
 * Puts the parcels of one destination in order, those in memory and those on disk: each is sent by its number. Parcels from the disk are read
 * when there is room for them.
 */
export class SpoolLine {
  readonly #context: SpoolLineContext;
  /** On disk and in memory: sent and not removed. */
  readonly #loaded = new Map<number, StoredEntry>();
  #loadedBytes = 0;
  /** On their way to the disk, in order. */
  readonly #writing: WrittenEntry[] = [];
  #writingBytes = 0;
  /** The same of parcels that were sent before. */
  readonly #copying = new Set<WrittenEntry>();
  #deferred: Deferred[] = [];
  /** Parcels on disk up to this number were loaded. */
  #readTo = 0;
  /** Parcels on disk have numbers up to this one. */
  #storedTo = 0;
  #isAttached = false;
  #isReading = false;
  #isPaused = false;
  #isClosed = false;
  #onIdle: (() => void)[] = [];

  constructor(context: SpoolLineContext) {
    this.#context = context;
    void this.#attach();
  }

  /** Whether the disk has parcels that were not read yet: further ones should follow them there. */
  get hasUnread(): boolean {
    if (!this.#isAttached) return !this.#context.store.isEmpty();
    return this.#readTo < this.#storedTo;
  }

  /** Whether parcels are sent after what waits on disk, or on its way there. */
  get isBehind(): boolean {
    return this.hasUnread || this.#writing.length > 0 || this.#deferred.length > 0;
  }

  /** Bytes on their way to the disk. */
  get writingBytes(): number {
    return this.#writingBytes;
  }

  /** Sends something that is in memory when it is its turn. */
  add(sequence: number, send: () => void): void {
    if (this.isBehind) this.#deferred.push({ sequence, send });
    else send();
  }

  /** Stores a parcel, and sends it when it is its turn. `written` is called with whether it is on disk. */
  write(sequence: number, parcel: Parcel, written: (isStored: boolean) => void): void {
    const put = this.#context.store.put(sequence, parcel);
    this.#writing.push(put);
    this.#writingBytes += put.entry.bytes;
    void put.durable.then((isStored) => {
      this.#writing.splice(this.#writing.indexOf(put), 1);
      this.#writingBytes -= put.entry.bytes;
      written(isStored);
      if (isStored) this.#stored(put);
      this.#advance();
    });
  }

  /** Stores a parcel that was sent, or will be, from memory. `written` is called with its entry when that is on disk, otherwise with undefined. */
  copy(sequence: number, parcel: Parcel, written: (entry: StoredEntry | undefined) => void): void {
    const put = this.#context.store.put(sequence, parcel);
    this.#copying.add(put);
    void put.durable.then((isStored) => {
      this.#copying.delete(put);
      if (isStored) this.#loaded.set(sequence, put.entry);
      if (isStored) this.#loadedBytes += put.entry.bytes;
      written(isStored ? put.entry : undefined);
      this.#advance();
    });
  }

  /** A parcel that was loaded needs no delivery any more. */
  remove(entry: StoredEntry): void {
    if (this.#loaded.delete(entry.sequence)) this.#loadedBytes -= entry.bytes;
    this.#context.store.remove(entry);
    this.#advance();
  }

  /** Stops or continues reading. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#advance();
  }

  /** Resolves when nothing is on its way to the disk; rejects with the reason of `signal` if that aborts first. */
  written(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isWritten) {
        resolve();
        return;
      }
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      this.#onIdle.push(resolve);
    });
  }

  /** Nothing is sent any more. Resolves when nothing is on its way to the disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#deferred = [];
    await this.#context.store.release();
  }

  async #attach(): Promise<void> {
    await this.#context.store.attach();
    this.#isAttached = true;
    this.#storedTo = this.#context.store.storedTo();
    this.#advance();
  }

  /** Sends what was stored without reading it, if nothing older waits on disk and there is room. */
  #stored(put: WrittenEntry): void {
    const { entry } = put;
    if (!this.#isAttached || this.#isClosed) return;
    const isNext = this.#readTo >= this.#storedTo;
    this.#storedTo = Math.max(this.#storedTo, entry.sequence);
    if (!isNext || this.#isPaused || !this.#hasRoom) return;
    this.#readTo = this.#storedTo;
    this.#load({ entry, parcel: put.parcel() });
  }

  get #isWritten(): boolean {
    return this.#writing.length === 0 && this.#copying.size === 0;
  }

  get #hasRoom(): boolean {
    return this.#loadedBytes < this.#context.loadedBytes;
  }

  #advance(): void {
    if (this.#isWritten) for (const call of this.#onIdle.splice(0)) call();
    if (this.#isClosed) return;
    this.#sendDeferred();
    if (this.#isAttached && !this.#isPaused && this.hasUnread && this.#hasRoom) void this.#read();
  }

  /** Sends what is older than everything that waits on disk or on its way there. */
  #sendDeferred(before = this.#oldest()): void {
    while ((this.#deferred[0]?.sequence ?? Number.POSITIVE_INFINITY) < before) {
      this.#deferred.shift()?.send();
    }
  }

  /** The lowest number that may wait on disk or on its way there. */
  #oldest(): number {
    if (this.hasUnread) return this.#isAttached ? this.#readTo + 1 : 0;
    return this.#writing[0]?.entry.sequence ?? Number.POSITIVE_INFINITY;
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const { store, loadedBytes } = this.#context;
    try {
      while (this.hasUnread && this.#hasRoom && !this.#isPaused && !this.#isClosed) {
        const endAtStart = this.#storedTo;
        const { loaded, isEnd } = await store.read(this.#readTo, loadedBytes - this.#loadedBytes);
        if (this.#isClosed) return;
        for (const each of loaded) {
          const { sequence } = each.entry;
          this.#readTo = sequence;
          // What was copied from memory is sent from there.
          if (!this.#loaded.has(sequence)) this.#load(each);
        }
        if (isEnd || this.#readTo >= endAtStart) this.#ended(endAtStart);
      }
    } catch (error) {
      // The store may be closed before an answer that nobody waits for any more.
      if (!this.#isClosed) throw error;
    } finally {
      this.#isReading = false;
    }
    this.#sendDeferred();
  }

  #ended(storedTo: number): void {
    this.#readTo = Math.max(this.#readTo, storedTo);
    if (this.hasUnread) return;
    const writing = [...this.#writing, ...this.#copying].map(({ entry }) => entry);
    const known = [...this.#loaded.values(), ...writing];
    const lost = this.#context.store.reconcile(known);
    if (lost > 0) this.#context.damaged(lost);
  }

  #load({ entry, parcel }: LoadedEntry): void {
    this.#sendDeferred(entry.sequence);
    if (parcel === undefined) {
      this.#context.store.remove(entry);
      this.#context.damaged(entry.events);
      return;
    }
    this.#loaded.set(entry.sequence, entry);
    this.#loadedBytes += entry.bytes;
    this.#context.send(entry, parcel);
  }
}
