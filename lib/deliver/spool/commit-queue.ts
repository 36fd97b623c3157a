/** The events of one destination on disk; written along with each change of them. */
export interface Account {
  readonly name: string;
  events: number;
}

/** One change of the store. */
export interface Change {
  readonly key: string;
  /** Undefined: the key is deleted. */
  readonly value: Buffer | undefined;
  /** What it adds to the account of its owner. */
  readonly events: number;
  readonly owner: Account;
  /** Whether it goes into a file of the library without others, such as deletions far from where new batches are. */
  readonly isApart?: boolean;
}

interface Queued {
  readonly change: Change;
  readonly done: (isWritten: boolean) => void;
}

/** Bytes of a group, at most, unless one change alone has more. */
const GROUP_BYTES = 16 * 1024 * 1024;

export interface CommitTarget {
  /** Writes all changes or none; either all are apart or none is. Resolves when they survive a power failure; deletions and marks alone, which have no bytes, need not. Rejects with any error. */
  write(changes: readonly Change[]): Promise<void>;
  /** Called when `write` rejected. Resolves when it may be called again. */
  recover(error: unknown): Promise<void>;
}

/** Writes changes in order, as many together as there are when the last ones are on disk: one sync of the disk for all of them. */
export class CommitQueue {
  readonly #target: CommitTarget;
  #waiting: Queued[] = [];
  #waitingBytes = 0;
  #isRunning = false;
  /** Called when a group was written or refused. */
  #onProgress: (() => void)[] = [];
  #isRecovering = false;
  #isClosed = false;

  constructor(target: CommitTarget) {
    this.#target = target;
  }

  /** Bytes that are not on disk yet. */
  get bytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves with true when it is on disk, with false when it was cancelled before. */
  add(change: Change): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    const added = new Promise<boolean>((done) => this.#waiting.push({ change, done }));
    this.#waitingBytes += sizeOf(change);
    if (!this.#isRunning) void this.#run();
    return added;
  }

  /** Resolves when the present changes of one owner are on disk. While the disk refuses, they are cancelled instead. */
  async settle(owner: Account): Promise<void> {
    const present = new Set(this.#waiting.filter(({ change }) => change.owner === owner));
    while (this.#waiting.some((queued) => present.has(queued))) {
      if (this.#isRecovering) this.#cancel((queued) => present.has(queued));
      else await new Promise<void>((resolve) => this.#onProgress.push(resolve));
    }
  }

  /** Writes what is waiting, or cancels it while the disk refuses; then no change is written any more. */
  async close(): Promise<void> {
    const owners = new Set(this.#waiting.map(({ change }) => change.owner));
    for (const owner of owners) await this.settle(owner);
    this.#isClosed = true;
    this.#cancel(() => true);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // Changes of the same turn of the event loop are one group.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const group = this.#nextGroup();
      try {
        await this.#target.write(group.map(({ change }) => change));
      } catch (error) {
        this.#isRecovering = true;
        this.#report();
        await this.#target.recover(error);
        this.#isRecovering = false;
        continue;
      }
      if (this.#isClosed) break;
      this.#waiting.splice(0, group.length);
      for (const { change, done } of group) {
        this.#waitingBytes -= sizeOf(change);
        done(true);
      }
      this.#report();
    }
    this.#isRunning = false;
  }

  #report(): void {
    for (const call of this.#onProgress.splice(0)) call();
  }

  #nextGroup(): Queued[] {
    let bytes = 0;
    const first = this.#waiting[0]?.change;
    const end = this.#waiting.findIndex(({ change }, index) => {
      bytes += sizeOf(change);
      return index > 0 && (bytes > GROUP_BYTES || change.isApart !== first?.isApart);
    });
    return this.#waiting.slice(0, end < 0 ? undefined : end);
  }

  #cancel(isMeant: (queued: Queued) => boolean): void {
    const cancelled = this.#waiting.filter((queued) => isMeant(queued));
    this.#waiting = this.#waiting.filter((queued) => !isMeant(queued));
    for (const { change, done } of cancelled) {
      this.#waitingBytes -= sizeOf(change);
      done(false);
    }
  }
}

function sizeOf({ value }: Change): number {
  return value?.length ?? 0;
}
