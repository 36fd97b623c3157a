import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackSyslogNg } from './unpacked-syslog-ng.ts';

/** The real servers that integration tests talk to, and the Debian packages they come in. */
const PROGRAMS = [{ program: 'redis-server', debianPackage: 'redis-server' }] as const;

/** Where the system's own programs stand, besides PATH. */
const SYSTEM_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** The full path of a program, or undefined when it is not installed. */
export function findProgram(program: string): string | undefined {
  const directories = [...(process.env['PATH'] ?? '').split(':'), ...SYSTEM_DIRECTORIES];
  return directories.map((directory) => join(directory, program)).find((path) => existsSync(path));
}

/** Installs what is missing when this is Debian or Ubuntu and the user is root; otherwise throws and says what to install. */
export function ensurePrograms(): void {
  ensureSyslogNg();
  const missing = PROGRAMS.filter(({ program }) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) {
    throw new Error(`The tests need ${packages.join(' and ')}: install them and run again`);
  }
  aptGet('update');
  // Their own services must not start: tests start servers of their own.
  aptGet('install', '--yes', '--no-install-recommends', '--no-remove', ...packages);
  const still = missing.filter(({ program }) => findProgram(program) === undefined);
  if (still.length > 0) throw new Error(`apt-get did not install ${still[0]?.program}`);
}

function ensureSyslogNg(): void {
  if (findProgram('syslog-ng') !== undefined) return;
  const problem = unpackSyslogNg();
  if (problem === undefined) return;
  throw new Error(`The tests need syslog-ng, and ${problem}: install it and run again`);
}

function aptGet(...parameters: string[]): void {
  const { status, stderr, error } = spawnSync('apt-get', parameters, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  if (status !== 0) {
    throw new Error(`apt-get ${parameters.join(' ')} failed: ${error?.message ?? stderr}`);
  }
}
