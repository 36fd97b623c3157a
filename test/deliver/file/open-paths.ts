import { readdirSync, readlinkSync } from 'node:fs';

/** The files below `directory` that this process holds open. Linux. */
export function openPaths(directory: string): string[] {
  const open: string[] = [];
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      if (path.startsWith(`${directory}/`)) open.push(path.slice(directory.length + 1));
    } catch {
      // The descriptor that lists the directory is gone by now.
    }
  }
  return open.sort();
}
