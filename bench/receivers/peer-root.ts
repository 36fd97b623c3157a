import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A program of another system's file tree, run with the C library and the other libraries of that tree. */
export interface RootProgram {
  readonly command: string;
  /** To be put before the program's own arguments. */
  readonly prefix: readonly string[];
}

/**
 * The program at `path` in a Debian root made by debootstrap. The root's dynamic linker starts it: no chroot, no mounts.
 * `libraries`: further folders of shared libraries. Undefined if the root does not contain the program.
 */
export function programInRoot(
  root: string,
  path: string,
  libraries: readonly string[] = [],
): RootProgram | undefined {
  const program = join(root, path);
  const linker = join(root, 'lib64/ld-linux-x86-64.so.2');
  if (!existsSync(program) || !existsSync(linker)) return undefined;
  const folders = [libraryFolder(root), ...libraries.map((folder) => join(root, folder))];
  return { command: linker, prefix: ['--library-path', folders.join(':'), program] };
}

/** The folder of the root's architecture below usr/lib, such as usr/lib/x86_64-linux-gnu. */
export function libraryFolder(root: string): string {
  const lib = join(root, 'usr/lib');
  const name = readdirSync(lib).find((each) => each.endsWith('-linux-gnu'));
  return name === undefined ? lib : join(lib, name);
}
