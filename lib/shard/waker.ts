import type { ThreadKind } from '../receive/receiver.ts';
import { EFD_CLOEXEC, EFD_NONBLOCK } from '../system/linux.ts';
import { loadSystemCalls } from '../system/system-calls.ts';

/** Wakes a thread that waits in the kernel. */
export interface Waker {
  /** What the thread waits for; -1 when it has an event loop and needs no waking. */
  readonly fd: number;
  wake(): void;
}

const ONE = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);

/** Its descriptor stays open as long as the process: the thread may wait for it until the end. */
export function createWaker(kind: ThreadKind): Waker {
  if (kind === 'event-loop') return { fd: -1, wake: () => undefined };
  const calls = loadSystemCalls();
  const fd = calls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (fd < 0) throw new Error(`Cannot create an eventfd: errno ${calls.errno()}`);
  return { fd, wake: () => void calls.write(fd, ONE, ONE.length) };
}
