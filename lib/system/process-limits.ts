import { readFileSync } from 'node:fs';

/** Rows of /proc/self/limits, see proc(5). */
const LIMITS = {
  openFiles: 'Max open files',
  addressSpace: 'Max address space',
  processes: 'Max processes',
} as const;
export type ProcessLimit = keyof typeof LIMITS;

/** A soft limit of this process, Infinity for `unlimited`; undefined where the system does not say. */
export function processLimit(limit: ProcessLimit): number | undefined {
  const text = readLimits();
  const row = text.split('\n').find((line) => line.startsWith(LIMITS[limit]));
  const value = row?.slice(LIMITS[limit].length).trim().split(/\s+/)[0];
  if (value === undefined) return undefined;
  return value === 'unlimited' ? Number.POSITIVE_INFINITY : Number(value);
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // No procfs, or no descriptor left to read it with.
    return '';
  }
}
