import { constants, getPriority, setPriority } from 'node:os';

/** Niceness of threads that receive: above the ordinary, below what an operator sets for what matters more. */
export const RECEIVING_NICENESS = -10;
const ORDINARY = 0;

/**
 * Lets the calling thread go before ordinary ones, since what the kernel's buffer cannot hold meanwhile is lost, while everything
 * behind a queue can wait. Left alone: threads whose niceness somebody chose, and systems other than Linux, where a thread has none
 * of its own. Returns whether it goes first; without CAP_SYS_NICE and a limit that allows it (`LimitNICE=`) it does not.
 */
export function goFirst(): boolean {
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
