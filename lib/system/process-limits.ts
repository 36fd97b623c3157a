import { readFileSync } from 'node:fs';

/** Rows of /proc/self/limits, see proc(5). */
const LIMITS = {
  openFiles: 'Max open files',
  addressSpace: 'Max address space',
  processes: 'Max processes',
} as const;
export type ProcessLimit = keyof typeof LIMITS;

const FILE = '/proc/self/limits';
/** For when there is no descriptor left to read it with. */
const atStart = read(FILE);

/** A soft limit of this process, Infinity for `unlimited`; undefined where the system does not say. */
export function processLimit(limit: ProcessLimit): number | undefined {
  const text = read(FILE) || atStart;
  const row = text.split('\n').find((line) => line.startsWith(LIMITS[limit]));
  const value = row?.slice(LIMITS[limit].length).trim().split(/\s+/)[0];
  if (value === undefined) return undefined;
  return value === 'unlimited' ? Number.POSITIVE_INFINITY : Number(value);
}

/** Bytes of address space that this process may still take; Infinity if they are not limited, or that is unknown. */
export function addressSpaceLeft(): number {
  const limit = processLimit('addressSpace');
  if (limit === undefined || limit === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const [, kilobytes] = /^VmSize:\s*(\d+) kB$/m.exec(read('/proc/self/status')) ?? [];
  return kilobytes === undefined ? Number.POSITIVE_INFINITY : limit - Number(kilobytes) * 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No procfs, or no descriptor left to read it with.
    return '';
  }
}
