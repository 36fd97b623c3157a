import { getSystemErrorMap } from 'node:util';
import type { ThreadKind } from '../receive/receiver.ts';
import { EFD_CLOEXEC, EFD_NONBLOCK } from '../system/linux.ts';
import { loadSystemCalls } from '../system/system-calls.ts';
import { SystemRefusal } from '../system/system-refusal.ts';

/** Wakes a thread that waits in the kernel. */
export interface Waker {
  /** What the thread waits for; -1 when it has an event loop and needs no waking. */
  readonly fd: number;
  wake(): void;
  /** For a thread that has ended and will not be started again. */
  close(): void;
}

const ONE = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);

/** Throws SystemRefusal. Its descriptor stays open until `close`: the thread may wait for it until the end. */
export function createWaker(kind: ThreadKind): Waker {
  if (kind === 'event-loop') return { fd: -1, wake: () => undefined, close: () => undefined };
  const calls = loadSystemCalls();
  const fd = calls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (fd < 0) {
    const code = getSystemErrorMap().get(-calls.errno())?.[0] ?? `errno ${calls.errno()}`;
    throw SystemRefusal.of('Cannot create an eventfd', code);
  }
  return {
    fd,
    wake: () => void calls.write(fd, ONE, ONE.length),
    close: () => void calls.close(fd),
  };
}
