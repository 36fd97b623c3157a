import { readFileSync, readdirSync } from 'node:fs';

/** What one process has used so far, all its threads together. */
export interface ProcessUsage {
  /** User and system time; the kernel tells it in ticks of 10 ms. */
  readonly cpuSeconds: number;
  /** The most memory ever resident. */
  readonly peakBytes: number;
  readonly openFiles: number;
}

/** USER_HZ, 100 on every Linux this runs on. */
const TICKS_PER_SECOND = 100;

/** Throws when the process is gone. proc(5): stat, status, fd. */
export function readProcessUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may hold spaces; utime and stime are fields 14 and 15 counted from 1.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: ticks / TICKS_PER_SECOND,
    peakBytes: Number(peak) * 1024,
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
  };
}
