import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { libraryFolder, programInRoot } from './peer-root.ts';

/** Where rsyslog and what it needs were found. */
export interface RsyslogProgram {
  readonly command: string;
  /** Arguments before its own. */
  readonly prefix?: readonly string[];
  /** Directory of its modules; undefined: where it looks by itself. */
  readonly modules: string | undefined;
  /** LD_LIBRARY_PATH; undefined: none needed. */
  readonly libraries: string | undefined;
}

/** Debian's package, and what it needs that is not on every Debian machine. */
const PACKAGES = ['rsyslog', 'libestr0', 'libfastjson4', 'liblognorm5'];

/**
 * rsyslog of a Debian root, if one is given. Otherwise the installed rsyslog; otherwise Debian's package, unpacked beside everything else (as a package it excludes
 * syslog-ng) and kept in the system's temporary directory. Undefined when it cannot be had.
 */
export function findRsyslog(debianRoot: string | undefined): RsyslogProgram | undefined {
  if (debianRoot !== undefined) return inRoot(debianRoot);
  for (const command of ['/usr/sbin/rsyslogd', '/usr/local/sbin/rsyslogd']) {
    if (existsSync(command)) return { command, modules: undefined, libraries: undefined };
  }
  const root = join(tmpdir(), 'netconsole-relay-bench-peers', 'rsyslog');
  return unpacked(root) ?? (unpack(root) ? unpacked(root) : undefined);
}

function inRoot(root: string): RsyslogProgram | undefined {
  const program = programInRoot(root, 'usr/sbin/rsyslogd');
  if (program === undefined) return undefined;
  const modules = join(libraryFolder(root), 'rsyslog');
  return { ...program, modules, libraries: undefined };
}

function unpacked(root: string): RsyslogProgram | undefined {
  const command = join(root, 'usr/sbin/rsyslogd');
  const usrLib = join(root, 'usr/lib');
  if (!existsSync(command)) return undefined;
  const architecture = readdirSync(usrLib).find((name) =>
    existsSync(join(usrLib, name, 'rsyslog')),
  );
  if (architecture === undefined) return undefined;
  const libraries = join(usrLib, architecture);
  return { command, modules: join(libraries, 'rsyslog'), libraries };
}

function unpack(root: string): boolean {
  mkdirSync(root, { recursive: true });
  const run = (command: string, args: readonly string[]): boolean =>
    spawnSync(command, args, { cwd: root, stdio: 'ignore' }).status === 0;
  if (!run('apt-get', ['download', ...PACKAGES])) return false;
  const files = readdirSync(root).filter((name) => name.endsWith('.deb'));
  return files.every((file) => run('dpkg', ['-x', file, '.']));
}
