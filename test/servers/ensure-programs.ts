import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackages } from './debian-packages.ts';
import { unpackTools } from './unpacked-tools.ts';

/** The real servers that integration tests talk to, and the Debian packages they come in. */
const PROGRAMS = [
  { program: 'redis-server', debianPackage: 'redis-server' },
  { program: 'syslog-ng', debianPackage: 'syslog-ng-core' },
  { program: 'rsyslogd', debianPackage: 'rsyslog' },
] as const;

/** Where the system's own programs are, besides PATH. */
const SYSTEM_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/local/sbin'];
/** Where packages are unpacked that are not installed. */
export const UNPACKED = join(import.meta.dirname, '../../node_modules/.cache/servers');
const UNPACKED_DIRECTORIES = ['usr/bin', 'usr/sbin'].map((name) => join(UNPACKED, name));

/** The full path of a program, installed or unpacked; undefined when there is none. */
export function findProgram(program: string): string | undefined {
  const installed = [...(process.env['PATH'] ?? '').split(':'), ...SYSTEM_DIRECTORIES];
  return [...installed, ...UNPACKED_DIRECTORIES]
    .map((directory) => join(directory, program))
    .find((path) => existsSync(path));
}

/** The environment that a program needs: unpacked ones find their libraries by it. */
export function environmentOf(program: string): NodeJS.ProcessEnv {
  if (!program.startsWith(UNPACKED)) return process.env;
  const directories = ['lib', 'usr/lib'].flatMap((name) => {
    const directory = join(UNPACKED, name);
    if (!existsSync(directory)) return [];
    // Those of the architecture, and those of one program.
    return readdirSync(directory).map((each) => join(directory, each));
  });
  const path = directories.join(':');
  return { ...process.env, LD_LIBRARY_PATH: path };
}

/** Provides the servers, without which tests fail, and the tools, without which some are skipped. */
export function ensurePrograms(): void {
  ensureServers();
  const problem = unpackTools();
  if (problem !== undefined) process.stdout.write(`some tests will be skipped: ${problem}\n`);
}

/** Unpacks what is missing where apt-get can download it; otherwise throws with what to install. */
function ensureServers(): void {
  const missing = PROGRAMS.filter(({ program }) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  try {
    // One by one: as packages, syslog-ng and rsyslog exclude each other.
    for (const each of packages) unpackPackages(UNPACKED, [each]);
  } catch (error) {
    const message = `The tests need ${packages.join(' and ')}: install them and run again`;
    throw new Error(message, { cause: error });
  }
}
