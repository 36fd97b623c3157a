import { readFileSync, readdirSync } from 'node:fs';
import { SystemRefusal } from '../system/system-refusal.ts';

/** The text of a file, empty if it is not there. Throws SystemRefusal if it cannot be read. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return '';
    throw refusedToRead(path, error);
  }
}

/** The names in a directory, none if it is not there. Throws SystemRefusal if it cannot be read. */
export function listIfThere(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw refusedToRead(directory, error);
  }
}

function refusedToRead(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const fix = 'put a readable file or directory there';
  return new SystemRefusal(`Cannot read ${path}: ${code}; ${fix}`, code, error);
}

/** Also not a directory: `bonding_masters` is among the interfaces. */
function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES';
}
