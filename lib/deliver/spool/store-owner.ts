import {
  accessSync,
  chownSync,
  constants,
  lchownSync,
  lstatSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../system/privileges.ts';
import { SpoolError } from './spool-error.ts';

/** Gives a directory to the user that the process will change to, if it is root. */
export function giveTo({ uid, gid }: Identity, directory: string): void {
  if (isRoot()) chownSync(directory, uid, gid);
}

/** Gives the files in a directory to its owner: what root has created there must not lock out the relay that runs as another user. */
export function giveFilesToOwner(directory: string): void {
  const owner = isRoot() ? statSync(directory, { throwIfNoEntry: false }) : undefined;
  if (owner === undefined) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile()) giveFile(join(directory, entry.name), owner);
  }
}

/** By its path: when a process closes any descriptor of a file, it loses its locks on it, and that of the library is one. */
function giveFile(path: string, { uid, gid }: Identity): void {
  // The library may delete it at any moment.
  const found = lstatSync(path, { throwIfNoEntry: false });
  // The owner of the directory could have linked a file of another there.
  if (found === undefined || found.uid === uid || found.nlink !== 1) return;
  try {
    lchownSync(path, uid, gid);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Throws a SpoolError if the user that the process has changed to cannot use an existing directory. */
export function ensureAccess(directory: string): void {
  const { R_OK, W_OK, X_OK } = constants;
  try {
    accessSync(directory, R_OK | W_OK | X_OK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return;
    throw new SpoolError(
      `Cannot use the spool in ${directory} as uid ${process.getuid?.()}: ${code}; give it and the directories above to the user, or choose another spool.directory`,
      error,
    );
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
