import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** `SO_ACCEPTCON` in the column Flags of /proc/net/unix: the socket listens. */
const LISTENS = '00010000';
/** Columns of /proc/net/unix, proc(5): Num RefCount Protocol Flags Type St Inode Path. */
const LINE = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (\/.*)$/;

/**
 * The Unix socket that a process listens on, seen from here: the control socket, if the process is a relay. Undefined if there is none, or if the system
 * does not show it to this user.
 */
export function controlSocketOf(pid: number): string | undefined {
  try {
    const own = new Set(
      readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`)),
    );
    for (const line of readFileSync(`/proc/${pid}/net/unix`, 'utf8').split('\n')) {
      const [, flags, inode, path = ''] = LINE.exec(line) ?? [];
      if (flags === LISTENS && own.has(`socket:[${inode}]`)) return join(`/proc/${pid}/root`, path);
    }
  } catch {
    // Another user's process, or one that has ended.
  }
  return undefined;
}
