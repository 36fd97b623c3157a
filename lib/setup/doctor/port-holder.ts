import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A process that has a UDP socket on a port. */
export interface PortHolder {
  /** Undefined when this user may not see whose socket it is. */
  readonly pid: number | undefined;
  /** The command line; empty without a pid. */
  readonly command: string;
  /** Whether it is a relay of this package. */
  readonly isRelay: boolean;
}

/** The first process with a UDP socket on `port`; undefined when there is none in this network. Linux: proc(5). */
export function findPortHolder(port: number): PortHolder | undefined {
  const inodes = ['udp', 'udp6'].flatMap((table) => inodesOf(table, port));
  if (inodes.length === 0) return undefined;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  for (const pid of listIfReadable('/proc')) {
    if (!/^\d+$/.test(pid) || !holdsOne(pid, links)) continue;
    const words = (readIfReadable(`/proc/${pid}/cmdline`) ?? '').split('\0').filter(Boolean);
    return { pid: Number(pid), command: words.join(' '), isRelay: isRelay(pid, words) };
  }
  return { pid: undefined, command: '', isRelay: false };
}

/** Column 2 is ADDRESS:PORT in hex, column 10 the inode. */
function inodesOf(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = (readIfReadable(`/proc/net/${table}`) ?? '').split('\n').slice(1);
  return lines.flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    return columns[1]?.endsWith(suffix) === true ? (columns[9] ?? []) : [];
  });
}

function holdsOne(pid: string, links: ReadonlySet<string>): boolean {
  return listIfReadable(`/proc/${pid}/fd`).some((fd) => {
    try {
      return links.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      // Closed in the meantime.
      return false;
    }
  });
}

/** Whether one of the words is the program of this package, seen from the process's own directory and file system. */
function isRelay(pid: string, words: readonly string[]): boolean {
  return words.slice(1).some((word) => {
    try {
      const root = `/proc/${pid}/root`;
      const path = word.startsWith('/') ? join(root, word) : join(`/proc/${pid}/cwd`, word);
      const program = realpathSync(path);
      const directory = dirname(dirname(program));
      const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
        bin?: Readonly<Record<string, string>>;
      };
      const bin = manifest.bin?.['netconsole-relay'];
      return bin !== undefined && join(directory, bin) === program;
    } catch {
      return false;
    }
  });
}

function listIfReadable(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readIfReadable(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
