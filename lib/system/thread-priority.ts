import { constants, getPriority, setPriority } from 'node:os';

/** Niceness of threads that receive: above the ordinary, below what an operator sets for what matters more. */
export const RECEIVING_NICENESS = -10;
const ORDINARY = 0;

/**
 * Raises the priority of the calling thread, since datagrams that the kernel's buffer cannot hold are lost, while everything
 * behind a queue can wait. A niceness that somebody set is kept; on systems other than Linux threads have none of their own.
 * Returns whether the priority is raised, which needs CAP_SYS_NICE or a limit that allows it (`LimitNICE=`).
 */
export function raisePriority(): boolean {
  // The calling thread is 0 (setpriority(2), "C library/kernel differences").
  if (process.platform !== 'linux' || getPriority(0) !== ORDINARY) return false;
  try {
    setPriority(0, RECEIVING_NICENESS);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
  return true;
}

function isRefusal(error: unknown): boolean {
  const { errno = 0 } = error as NodeJS.ErrnoException;
  return -errno === constants.errno.EACCES || -errno === constants.errno.EPERM;
}
