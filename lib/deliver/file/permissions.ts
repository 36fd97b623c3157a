import { chmodSync, chownSync, fchmodSync, fchownSync } from 'node:fs';
import { errorText } from '../../system/error-text.ts';
import { errorCodeOf } from './file-problem.ts';

export interface PermissionSettings {
  /** Permission bits of created files and directories, whatever the umask. */
  readonly mode: number;
  readonly dirMode: number;
  /** Owner and group of what is created; -1: leave alone. */
  readonly uid: number;
  readonly gid: number;
}

/** Gives what the relay creates its owner, group and permission bits. */
export class Permissions {
  readonly #settings: PermissionSettings;
  readonly #warn: (message: string) => void;
  #hasWarned = false;

  /** `warn` is told once when the system refuses: the lines are worth more than the owner. */
  constructor(settings: PermissionSettings, warn: (message: string) => void) {
    this.#settings = settings;
    this.#warn = warn;
  }

  /** `shown` is the file's path for reports. */
  applyToFile(fd: number, shown: string): void {
    const { uid, gid, mode } = this.#settings;
    this.#attempt(shown, () => {
      if (uid >= 0 || gid >= 0) fchownSync(fd, uid, gid);
    });
    this.#attempt(shown, () => fchmodSync(fd, mode));
  }

  applyToDirectory(path: string, shown: string): void {
    const { uid, gid, dirMode } = this.#settings;
    this.#attempt(shown, () => {
      if (uid >= 0 || gid >= 0) chownSync(path, uid, gid);
    });
    this.#attempt(shown, () => chmodSync(path, dirMode));
  }

  #attempt(shown: string, change: () => void): void {
    try {
      change();
    } catch (error) {
      const code = errorCodeOf(error);
      if (this.#hasWarned) return;
      this.#hasWarned = true;
      this.#warn(
        `Cannot set owner, group or mode of ${shown}: ${errorText(code)}; run as root, or leave owner and group out`,
      );
    }
  }
}
