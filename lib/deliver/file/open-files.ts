import { closeSync, statSync } from 'node:fs';
import { errorCodeOf, type FileProblem } from './file-problem.ts';
import type { OpenedFile, SafeOpener } from './safe-opener.ts';

const CHECK_EVERY_MS = 1000;

/** An open file. Whoever keeps it looks at `isOpen` before each use. */
export interface OpenFile extends OpenedFile {
  readonly path: string;
  isOpen: boolean;
  lastUsedMs: number;
  /** When it was last seen that the path still names this file. */
  checkedMs: number;
  /** Neighbours in the order of use. */
  older: OpenFile | undefined;
  newer: OpenFile | undefined;
}

export interface OpenFilesSettings {
  readonly maxOpen: number;
  readonly idleCloseMs: number;
}

/**
 * The open descriptors by path, at most `maxOpen`: the one used longest ago gives way. Times are of a monotonic clock.
 * The order of use is a linked list: a map that is kept in order cost a seventh of the writer's time with 10,000 hosts.
 */
export class OpenFiles {
  readonly #settings: OpenFilesSettings;
  readonly #opener: SafeOpener;
  readonly #files = new Map<string, OpenFile>();
  #oldest: OpenFile | undefined = undefined;
  #newest: OpenFile | undefined = undefined;

  constructor(settings: OpenFilesSettings, opener: SafeOpener) {
    this.#settings = settings;
    this.#opener = opener;
  }

  /** The file to append to `path` with, or why there is none. */
  open(path: string, nowMs: number): OpenFile | FileProblem {
    const known = this.#files.get(path);
    if (known !== undefined && this.isUsable(known, nowMs)) return known;
    while (this.#files.size >= this.#settings.maxOpen) this.#closeOldest();
    const opened = this.#openWithRoom(path);
    if ('reason' in opened) return opened;
    const file: OpenFile = {
      ...opened,
      path,
      isOpen: true,
      lastUsedMs: nowMs,
      checkedMs: nowMs,
      older: undefined,
      newer: undefined,
    };
    this.#files.set(path, file);
    this.#append(file);
    return file;
  }

  /**
   * Whether lines may go to a file that was opened earlier; notes its use then. Once a second it is checked that the path still names the file: one
   * that was removed or replaced is closed.
   */
  isUsable(file: OpenFile, nowMs: number): boolean {
    if (!file.isOpen) return false;
    if (nowMs - file.checkedMs >= CHECK_EVERY_MS && file.isRegular) {
      file.checkedMs = nowMs;
      if (!isStillThere(file)) {
        this.#close(file);
        return false;
      }
    }
    this.touch(file, nowMs);
    return true;
  }

  /** Notes that an open file is used. */
  touch(file: OpenFile, nowMs: number): void {
    file.lastUsedMs = nowMs;
    if (file === this.#newest) return;
    this.#unlink(file);
    this.#append(file);
  }

  /** Closes one file, so that the next `open` looks anew at what is there. */
  close(path: string): void {
    const file = this.#files.get(path);
    if (file !== undefined) this.#close(file);
  }

  /** Closes what was not used for `idleCloseMs`. */
  closeIdle(nowMs: number): void {
    while (this.nextDeadline !== undefined && this.nextDeadline <= nowMs) this.#closeOldest();
  }

  /** When `closeIdle` is next due; undefined when nothing is open. */
  get nextDeadline(): number | undefined {
    if (this.#oldest === undefined) return undefined;
    return this.#oldest.lastUsedMs + this.#settings.idleCloseMs;
  }

  closeAll(): void {
    while (this.#oldest !== undefined) this.#closeOldest();
  }

  /** The process may have fewer descriptors left than `maxOpen`. */
  #openWithRoom(path: string): OpenedFile | FileProblem {
    for (;;) {
      const opened = this.#opener.open(path);
      const isShort = 'reason' in opened && (opened.code === 'EMFILE' || opened.code === 'ENFILE');
      if (!isShort || this.#files.size === 0) return opened;
      for (let half = this.#files.size >> 1; half >= 0; half--) this.#closeOldest();
    }
  }

  #closeOldest(): void {
    if (this.#oldest !== undefined) this.#close(this.#oldest);
  }

  #close(file: OpenFile): void {
    this.#files.delete(file.path);
    this.#unlink(file);
    file.isOpen = false;
    try {
      closeSync(file.fd);
    } catch {
      // A network file system may tell now that an earlier write failed. The descriptor is gone all the same, and the
      // lines were counted when write(2) took them.
    }
  }

  #append(file: OpenFile): void {
    file.older = this.#newest;
    file.newer = undefined;
    if (this.#newest === undefined) this.#oldest = file;
    else this.#newest.newer = file;
    this.#newest = file;
  }

  #unlink(file: OpenFile): void {
    if (file.older === undefined) this.#oldest = file.newer;
    else file.older.newer = file.newer;
    if (file.newer === undefined) this.#newest = file.older;
    else file.newer.older = file.older;
  }
}

/** False if the path cannot be looked at, such as below a directory that the relay's user may not enter: opening it anew tells why. */
function isStillThere({ path, dev, ino }: OpenFile): boolean {
  try {
    const found = statSync(path);
    return found.dev === dev && found.ino === ino;
  } catch (error) {
    // Throws what no system call refused.
    errorCodeOf(error);
    return false;
  }
}
