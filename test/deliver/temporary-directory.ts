import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory for each test of the suite it is called in; removed after the suite, when nothing of it is open. */
export function temporaryDirectory(): () => string {
  const directories: string[] = [];
  beforeEach(() => {
    directories.push(mkdtempSync(join(tmpdir(), 'netconsole-relay-')));
  });
  after(() => {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });
  return () => directories.at(-1) ?? '';
}
