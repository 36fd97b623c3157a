import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Names in the root that a clone does not have. */
const NOT_CLONED = new Set(['node_modules', 'dist', '.git', 'log']);

/** Copies the checkout into `directory`, unbuilt, with the installed packages: a command that builds must not replace the program that other tests run. */
export function freshClone(directory: string): string {
  const clone = join(directory, 'clone');
  cpSync(ROOT, clone, {
    recursive: true,
    filter: (from) => !NOT_CLONED.has(from.slice(ROOT.length + 1)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  return clone;
}
