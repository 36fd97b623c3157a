import { closeSync } from 'node:fs';
import type { FileProblem } from './file-problem.ts';
import type { OpenedFile, SafeOpener } from './safe-opener.ts';

/** An open file; valid until the next call of {@link OpenFiles}. */
export interface OpenFile extends OpenedFile {
  lastUsedMs: number;
}

export interface OpenFilesSettings {
  readonly maxOpen: number;
  readonly idleCloseMs: number;
}

/** The open descriptors by path, at most `maxOpen`: the one used longest ago gives way. Times are of a monotonic clock. */
export class OpenFiles {
  readonly #settings: OpenFilesSettings;
  readonly #opener: SafeOpener;
  /** Least recently used first. */
  readonly #files = new Map<string, OpenFile>();

  constructor(settings: OpenFilesSettings, opener: SafeOpener) {
    this.#settings = settings;
    this.#opener = opener;
  }

  get size(): number {
    return this.#files.size;
  }

  /** The descriptor to append to `path` with, or why there is none. */
  open(path: string, nowMs: number): OpenFile | FileProblem {
    const known = this.#files.get(path);
    if (known !== undefined) {
      known.lastUsedMs = nowMs;
      this.#files.delete(path);
      this.#files.set(path, known);
      return known;
    }
    while (this.#files.size >= this.#settings.maxOpen) this.#closeOldest();
    const opened = this.#openWithRoom(path);
    if ('reason' in opened) return opened;
    const file = { ...opened, lastUsedMs: nowMs };
    this.#files.set(path, file);
    return file;
  }

  /** Closes one file, so that the next `open` looks at what stands there anew. */
  close(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    this.#files.delete(path);
    closeQuietly(file.fd);
  }

  /** Closes what was not used for `idleCloseMs`. */
  closeIdle(nowMs: number): void {
    for (const [path, { lastUsedMs }] of this.#files) {
      if (lastUsedMs + this.#settings.idleCloseMs > nowMs) return;
      this.close(path);
    }
  }

  /** When `closeIdle` is next due; undefined when nothing is open. */
  get nextDeadline(): number | undefined {
    for (const { lastUsedMs } of this.#files.values()) {
      return lastUsedMs + this.#settings.idleCloseMs;
    }
    return undefined;
  }

  closeAll(): void {
    for (const path of this.#files.keys()) this.close(path);
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
    for (const path of this.#files.keys()) {
      this.close(path);
      return;
    }
  }
}

/** close(2) may report the failure of an earlier write to a network file system; the descriptor is gone all the same. */
function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // The lines were counted as written when write(2) took them.
  }
}
