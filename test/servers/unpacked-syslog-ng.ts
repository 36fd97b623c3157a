import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's package was unpacked, and what it needs to run from there. */
export interface UnpackedSyslogNg {
  readonly command: string;
  readonly modules: string;
  /** LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/** Debian's package, and what it needs that is not on every Debian machine. */
const PACKAGES = ['syslog-ng-core', 'libivykis0', 'libnet1', 'libpcre3', 'libwrap0'];
const HOME = join(tmpdir(), 'netconsole-relay-test-syslog-ng');

/** The unpacked program; undefined if it was not unpacked. */
export function findUnpackedSyslogNg(): UnpackedSyslogNg | undefined {
  const command = join(HOME, 'usr/sbin/syslog-ng');
  if (!existsSync(command)) return undefined;
  const own = join(HOME, 'usr/lib/syslog-ng');
  const version = readdirSync(own).find((name) => /^\d/.test(name)) ?? '';
  const shared = ['usr/lib', 'lib'].flatMap((directory) =>
    readdirSync(join(HOME, directory))
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(HOME, directory, name)),
  );
  return { command, modules: join(own, version), libraries: [own, ...shared].join(':') };
}

/**
 * Unpacks the package beside everything else and keeps it in the system's temporary directory: nothing is installed, so nothing, such as
 * rsyslog, is removed for it. Returns why that was not possible.
 */
export function unpackSyslogNg(): string | undefined {
  if (findUnpackedSyslogNg() !== undefined) return undefined;
  const work = mkdtempSync(`${HOME}-`);
  try {
    const run = (command: string, ...parameters: string[]): boolean =>
      spawnSync(command, parameters, { cwd: work, stdio: 'ignore' }).status === 0;
    const download = (): boolean => run('apt-get', 'download', ...PACKAGES);
    if (!download() && !(run('apt-get', 'update') && download())) {
      return 'apt-get cannot download syslog-ng-core';
    }
    const packages = readdirSync(work).filter((name) => name.endsWith('.deb'));
    if (!packages.every((file) => run('dpkg', '-x', file, '.'))) return 'dpkg cannot unpack';
    renameSync(work, HOME);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
