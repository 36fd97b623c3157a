import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Unpacks Debian packages, and what they need that is not installed, below `root`: nothing is installed, and nothing removed. Throws
 * when apt-get cannot provide them.
 */
export function unpackPackages(root: string, packages: readonly string[]): void {
  mkdirSync(root, { recursive: true });
  const wanted = missingPackages(packages);
  const downloads = mkdtempSync(join(root, 'download-'));
  try {
    run('apt-get', ['download', ...wanted], downloads);
    for (const file of readdirSync(downloads)) run('dpkg', ['-x', file, root], downloads);
  } finally {
    rmSync(downloads, { recursive: true });
  }
}

/** The packages themselves, and those that an installation would add. */
function missingPackages(packages: readonly string[]): string[] {
  const simulate = (): string =>
    run('apt-get', ['--simulate', '--no-install-recommends', 'install', ...packages], '/');
  let output: string;
  try {
    output = simulate();
  } catch (error) {
    // The lists of packages may be absent or old.
    if (process.getuid?.() !== 0) throw error;
    run('apt-get', ['update'], '/');
    output = simulate();
  }
  const added = [...output.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
  return [...new Set([...packages, ...added])];
}

function run(command: string, parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${parameters.join(' ')} failed: ${error?.message ?? stderr}`);
}
