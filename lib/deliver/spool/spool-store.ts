import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../log/log.ts';
import type { Identity } from '../../system/privileges.ts';
import { CommitQueue, type Account, type Change } from './commit-queue.ts';
import { FreeSpace } from './free-space.ts';
import type { Level } from './key-pages.ts';
import { isDamage, isNotOpen, levelProblem } from './level-error.ts';
import { openLevel, openReadable } from './open-level.ts';
import { printAccount, type SectionTotals } from './section-totals.ts';
import { accountKey } from './spool-key.ts';
import { giveFilesToOwner } from './store-owner.ts';
import { storePath } from './store-path.ts';

/** A disk that refuses is tried again after this long, and after twice as long each time up to the limit. */
const RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** Before the keys of all destinations. */
const NO_KEY = '!';

/** The library's store in a directory: writes changes in groups, and opens itself again after the disk has refused one. */
export class SpoolStore {
  readonly directory: string;
  readonly #log: Log;
  readonly #space: FreeSpace;
  readonly #changes: CommitQueue;
  readonly #closing = new AbortController();
  #level: Level;
  /** While it is being opened again. */
  #reopening: Promise<void> | undefined;
  #problem: string | undefined;
  #retryMs = RETRY_MS;

  private constructor(directory: string, level: Level, log: Log) {
    this.directory = directory;
    this.#level = level;
    this.#log = log;
    this.#space = new FreeSpace(directory);
    this.#changes = new CommitQueue({
      write: (changes) => this.#write(changes),
      recover: (error) => this.#recover(error),
    });
  }

  /** Opens the store as `openLevel` does; returns what each destination has in it. Rejects with a SpoolError. */
  static async open(
    directory: string,
    log: Log,
    owner?: Identity,
  ): Promise<{ store: SpoolStore; sections: ReadonlyMap<string, SectionTotals> }> {
    const { level, totals } = await openLevel(directory, log, owner);
    const store = new SpoolStore(directory, level, log);
    await store.#space.look();
    return { store, sections: totals.sections };
  }

  /** Why this many bytes cannot be written; undefined if they can. */
  problem(bytes: number): string | undefined {
    if (this.#problem !== undefined) return this.#problem;
    if (this.freeBytes >= bytes) return undefined;
    return `the file system of ${this.directory} has no space beyond its reserve`;
  }

  /** Bytes that may be written besides those on their way; negative if the reserve is not free. */
  get freeBytes(): number {
    return this.#space.bytes - this.#changes.bytes;
  }

  /** Makes a change: true when it is on disk, false when it was cancelled. Never rejects. */
  change(change: Change): Promise<boolean> {
    return this.#changes.add(change);
  }

  /** Resolves when the changes of one owner are on disk, or cancelled if the disk refuses them. */
  settle(owner: Account): Promise<void> {
    return this.#changes.settle(owner);
  }

  /** Reads from the store; again if it is opened again meanwhile or the system refuses. Rejects with the library's error if the data are damaged or the store was closed. */
  async read<T>(ask: (level: Level) => Promise<T>): Promise<T> {
    for (;;) {
      await this.#reopening;
      try {
        return await ask(this.#level);
      } catch (error) {
        if (isDamage(error) || this.#closing.signal.aborted) throw error;
        if (!isNotOpen(error))
          this.#log.warn(`Cannot read the spool: ${levelProblem(error).message}`);
        await pause(isNotOpen(error) ? 1 : RETRY_MS);
      }
    }
  }

  /** Gives back the space of what was deleted in a range of keys. What the disk refuses shows with the next change. */
  async compact(from: string, to: string): Promise<void> {
    try {
      await this.read((level) => level.compactRange(from, to));
    } catch (error) {
      this.#log.debug(`cannot compact the spool: ${levelProblem(error).message}`);
    }
  }

  /** Writes what can be written, then closes. */
  async close(): Promise<void> {
    await this.#changes.close();
    this.#closing.abort();
    await this.#reopening;
    await this.#level.close();
    giveFilesToOwner(storePath(this.directory));
  }

  async #write(changes: readonly Change[]): Promise<void> {
    if (changes[0]?.isApart === true) await this.#writeApart(changes);
    else await this.#writeTogether(changes);
    if (this.#problem !== undefined) {
      this.#problem = undefined;
      this.#retryMs = RETRY_MS;
      this.#log.info(`the spool in ${this.directory} is written again`);
    }
    void this.#space.look();
  }

  async #writeApart(changes: readonly Change[]): Promise<void> {
    // An empty range: what the library holds in memory becomes a file, and nothing is merged.
    const flush = (): Promise<void> => this.#level.compactRange(NO_KEY, NO_KEY);
    await flush();
    await this.#level.batch(changes.map(({ key, value }) => operation(key, value)));
    await flush();
  }

  async #writeTogether(changes: readonly Change[]): Promise<void> {
    const accounts = new Map<Account, number>();
    for (const { owner, events } of changes) {
      accounts.set(owner, (accounts.get(owner) ?? owner.events) + events);
    }
    const operations = changes.map(({ key, value }) => operation(key, value));
    for (const [{ name }, events] of accounts) {
      operations.push(operation(accountKey(name), events > 0 ? printAccount(events) : undefined));
    }
    await this.#level.batch(operations, {
      sync: changes.some(({ value }) => (value?.length ?? 0) > 0),
    });
    for (const [owner, events] of accounts) owner.events = events;
  }

  /** After an error the library refuses all further changes until the store is opened again, which needs space itself. */
  async #recover(error: unknown): Promise<void> {
    const { message } = levelProblem(error);
    if (this.#problem === undefined) {
      this.#problem = `the spool in ${this.directory} cannot be written`;
      this.#log.error(
        `Cannot write to the spool in ${this.directory}: ${message}; retrying, free space there or check the disk`,
      );
    }
    const { signal } = this.#closing;
    do {
      // Aborted by `close`, and not an error.
      await pause(this.#retryMs, undefined, { signal }).catch(() => undefined);
      this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
      await this.#space.look();
    } while (this.#space.bytes <= 0 && !signal.aborted);
    if (signal.aborted) return;
    this.#reopening = this.#reopen();
    await this.#reopening;
    this.#reopening = undefined;
  }

  async #reopen(): Promise<void> {
    await this.#level.close();
    while (!this.#closing.signal.aborted) {
      try {
        const { level } = await openReadable(storePath(this.directory), this.#log);
        this.#level = level;
        return;
      } catch (error) {
        const kind = isDamage(error) ? 'damaged' : 'refused';
        this.#log.error(
          `Cannot open the spool in ${this.directory} again (${kind}): ${levelProblem(error).message}; retrying`,
        );
        const { signal } = this.#closing;
        await pause(MAX_RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

function operation(key: string, value: Buffer | undefined): Operation {
  return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
}
