import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { DirectoryWalk } from './directory-walk.ts';
import { errorCodeOf, systemProblem, unsafeProblem, type FileProblem } from './file-problem.ts';
import type { Permissions } from './permissions.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
const NEWLINE = 0x0a;
const lastByte = new Uint8Array(1);

export interface OpenedFile {
  readonly fd: number;
  /** False for the fifos and devices a constant path may name. */
  readonly isRegular: boolean;
  /** Whether a regular file ends within a line, such as one whose writer was killed. */
  readonly isTorn: boolean;
  /** Which file it is. */
  readonly dev: number;
  readonly ino: number;
}

export interface SafeOpenerContext {
  readonly permissions: Permissions;
  readonly warn: (message: string) => void;
}

export interface SafeOpenerSettings {
  /** The constant part of all paths up to its last slash, that slash included; may be empty. */
  readonly trustedDirectory: string;
  /** Whether there is but one path: then its last name is trusted too. */
  readonly isConstantPath: boolean;
  /** Permission bits of created files, whatever the umask. */
  readonly mode: number;
}

/**
 * Opens files to append to. Below the trusted directory no symbolic link is followed, and nothing but a regular file
 * is written to: whoever may write there cannot turn the relay on other files.
 */
export class SafeOpener {
  readonly #settings: SafeOpenerSettings;
  readonly #walk: DirectoryWalk;
  readonly #context: SafeOpenerContext;
  #hasWarned = false;

  constructor(settings: SafeOpenerSettings, walk: DirectoryWalk, context: SafeOpenerContext) {
    this.#settings = settings;
    this.#walk = walk;
    this.#context = context;
  }

  /** The caller owns the descriptor. `path` begins with the trusted directory. */
  open(path: string): OpenedFile | FileProblem {
    try {
      return this.#settings.isConstantPath ? this.#openTrusted(path) : this.#openBelow(path);
    } catch (error) {
      return systemProblem(path, errorCodeOf(error));
    }
  }

  #openTrusted(path: string): OpenedFile | FileProblem {
    this.#walk.release(this.#walk.openTrusted(dirname(path)));
    return this.#openFile(path, path);
  }

  #openBelow(path: string): OpenedFile | FileProblem {
    const { trustedDirectory } = this.#settings;
    const names = path.slice(trustedDirectory.length).split('/');
    const fileName = names.pop() as string;
    let directory = this.#walk.openTrusted(trustedDirectory === '' ? '.' : trustedDirectory);
    let shown = trustedDirectory;
    try {
      for (const name of names) {
        if (name === '' || name === '.') continue;
        shown += name;
        const next = this.#walk.enter(directory, name, shown);
        if ('reason' in next) return next;
        this.#walk.release(directory);
        directory = next;
        shown += '/';
      }
      return this.#openFile(`${directory.reach}/${fileName}`, path);
    } finally {
      this.#walk.release(directory);
    }
  }

  #openFile(target: string, path: string): OpenedFile | FileProblem {
    try {
      return this.#openExisting(target, path) ?? this.#create(target, path);
    } catch (error) {
      const code = errorCodeOf(error);
      if (code === 'EISDIR') return unsafeProblem(path, 'a directory is there');
      if (code === 'ELOOP') return unsafeProblem(path, 'a symbolic link is there');
      if (code === 'ENXIO' && !this.#settings.isConstantPath) {
        return unsafeProblem(path, 'a fifo or socket is there');
      }
      return systemProblem(path, code);
    }
  }

  #openExisting(target: string, path: string): OpenedFile | FileProblem | undefined {
    try {
      return this.#accept(openSync(target, this.#flags), target, path);
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  #create(target: string, path: string): OpenedFile | FileProblem {
    // A trusted path may be a symbolic link to a file that is not there yet, which O_EXCL would refuse.
    const exclusive = this.#settings.isConstantPath ? 0 : O_EXCL;
    try {
      const fd = openSync(target, this.#flags | O_CREAT | exclusive, this.#settings.mode);
      this.#context.permissions.applyToFile(fd, path);
      return this.#accept(fd, target, path);
    } catch (error) {
      if (errorCodeOf(error) !== 'EEXIST') throw error;
      // Somebody else, such as another destination with the same path, was first.
      return this.#accept(openSync(target, this.#flags), target, path);
    }
  }

  /** `O_NONBLOCK`: to open a fifo that nobody reads would stop the thread. */
  get #flags(): number {
    return O_WRONLY | O_APPEND | O_NONBLOCK | (this.#settings.isConstantPath ? 0 : O_NOFOLLOW);
  }

  #accept(fd: number, target: string, path: string): OpenedFile | FileProblem {
    const stats = fstatSync(fd);
    const refused = this.#isWelcome(stats)
      ? this.#checkLinks(stats, target, path)
      : unsafeProblem(path, 'something other than a regular file is there');
    if (refused !== undefined) {
      closeSync(fd);
      return refused;
    }
    const isRegular = stats.isFile();
    const isTorn = isRegular && stats.size > 0 && endsWithinLine(target, stats.size);
    return { fd, isRegular, isTorn, dev: stats.dev, ino: stats.ino };
  }

  /** Whoever may write to the directory can have linked a file of somebody else there. */
  #checkLinks(stats: Stats, target: string, path: string): FileProblem | undefined {
    if (!stats.isFile() || stats.nlink <= 1) return undefined;
    const directory = statSync(dirname(target));
    const mayOthersWrite = (directory.mode & 0o022) !== 0;
    const isForeign = directory.uid !== 0 && directory.uid !== stats.uid;
    if (mayOthersWrite || isForeign) {
      return unsafeProblem(
        path,
        'a file with several hard links in a directory that others may write to',
      );
    }
    if (this.#hasWarned) return undefined;
    this.#hasWarned = true;
    this.#context.warn(`${path} has ${stats.nlink} hard links; other names show the same lines`);
    return undefined;
  }

  #isWelcome(stats: Stats): boolean {
    if (stats.isFile()) return true;
    return this.#settings.isConstantPath && (stats.isFIFO() || stats.isCharacterDevice());
  }
}

/** False if the file cannot be read: a relay may have the right to write alone. */
function endsWithinLine(target: string, size: number): boolean {
  let fd: number;
  try {
    fd = openSync(target, O_RDONLY | O_NONBLOCK);
  } catch (error) {
    errorCodeOf(error);
    return false;
  }
  try {
    return readSync(fd, lastByte, 0, 1, size - 1) === 1 && lastByte[0] !== NEWLINE;
  } finally {
    closeSync(fd);
  }
}
