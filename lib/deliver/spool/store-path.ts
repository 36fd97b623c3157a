import { join } from 'node:path';

const STORE = 'batches';

/** The directory of the library's files. */
export function storePath(directory: string): string {
  return join(directory, STORE);
}
