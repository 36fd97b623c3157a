import { spawnSync } from 'node:child_process';
import { hasProgram, pathWithTools } from '../../servers/unpacked-tools.ts';
import type { ShellResult } from '../../setup/shell-stand.ts';

const NAMESPACES = ['--net', '--mount'];

/** Whether the topology can be made; a test that skips says so. */
export function hasNetwork(): boolean {
  const missing = ['ip', 'busybox', 'dash'].filter((name) => !hasProgram(name));
  const canUnshare = spawnSync('unshare', [...NAMESPACES, 'true']).status === 0;
  if (missing.length === 0 && canUnshare) return true;
  const why = canUnshare ? `no ${missing.join(', ')}` : 'no right to make network namespaces';
  process.stdout.write(`skipped: ${why} here\n`);
  return false;
}

/** Runs a command, in this directory, on the sender that topology.sh makes. `bin`: a directory before its PATH. */
export function runInTopology(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  bin = '/nonexistent',
): ShellResult {
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    [...NAMESPACES, 'sh', '-c', '. ./topology.sh; PATH=$0:$PATH; exec "$@"', bin, ...command],
    {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      env: { ...process.env, PATH: pathWithTools(), ...env },
    },
  );
  return { status, stdout, stderr };
}
