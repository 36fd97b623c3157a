import { closeSync, constants, lstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCodeOf, unsafeProblem, type FileProblem } from './file-problem.ts';
import type { Permissions } from './permissions.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
/** Linux: a descriptor that only names a place, and needs no right to read it (open(2); missing in node:fs). */
const O_PATH = 0o10000000;

/** A directory that is held while something in it is opened. */
export interface Directory {
  /** Names in it are opened as `${reach}/${name}`. */
  readonly reach: string;
  /** -1 when it is reached by its name only. */
  readonly fd: number;
}

/** Walks down directories and creates those that are missing. Throws the errors of the system calls. */
export class DirectoryWalk {
  readonly #permissions: Permissions;
  readonly #dirMode: number;
  readonly #byDescriptor: boolean;

  /**
   * `byDescriptor`: hold each directory by a descriptor and reach what is in it through /proc/self/fd (Linux), so
   * that nobody can exchange it for a symbolic link meanwhile. Otherwise each is opened by its name.
   */
  constructor(permissions: Permissions, dirMode: number, byDescriptor: boolean) {
    this.#permissions = permissions;
    this.#dirMode = dirMode;
    this.#byDescriptor = byDescriptor;
  }

  /** Holds a directory of the configuration; symbolic links are followed, what is missing is created. */
  openTrusted(path: string): Directory {
    this.#createTrusted(path);
    if (!this.#byDescriptor) return { reach: path, fd: -1 };
    return heldBy(openSync(path, O_PATH | O_DIRECTORY));
  }

  /** Holds the directory `name` in `parent`, or says why that is not safe. `shown` is its path for reports. */
  enter(parent: Directory, name: string, shown: string): Directory | FileProblem {
    if (name === '..') return unsafeProblem(shown, 'a path may not go up');
    const child = `${parent.reach}/${name}`;
    try {
      return this.#open(child);
    } catch (error) {
      const code = errorCodeOf(error);
      if (code === 'ENOENT') return this.#create(child, shown);
      if (isLink(child)) return unsafeProblem(shown, 'a symbolic link is there');
      throw error;
    }
  }

  release(directory: Directory): void {
    if (directory.fd >= 0) closeSync(directory.fd);
  }

  #open(path: string): Directory {
    if (this.#byDescriptor) return heldBy(openSync(path, O_PATH | O_DIRECTORY | O_NOFOLLOW));
    closeSync(openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
    return { reach: path, fd: -1 };
  }

  #create(path: string, shown: string): Directory {
    const isNew = this.#make(path);
    const directory = this.#open(path);
    if (isNew) this.#permissions.applyToDirectory(directory.reach, shown);
    return directory;
  }

  #createTrusted(path: string): void {
    const missing: string[] = [];
    for (let at = path; !exists(at); at = dirname(at)) missing.push(at);
    for (const directory of missing.toReversed()) {
      if (this.#make(directory)) this.#permissions.applyToDirectory(directory, directory);
    }
  }

  /** Returns whether the directory is new: somebody else may create it at the same moment. */
  #make(path: string): boolean {
    try {
      mkdirSync(path, this.#dirMode);
      return true;
    } catch (error) {
      if (errorCodeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }
}

function heldBy(fd: number): Directory {
  return { reach: `/proc/self/fd/${fd}`, fd };
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
