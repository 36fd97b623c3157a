import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

const require = createRequire(import.meta.url);

/**
 * The Linux system calls this program makes itself. Every function returns what the C function returns,
 * -1 on failure; `errno` then has the reason. Pointer arguments are buffers, which must stay referenced for as
 * long as the kernel may write to them.
 */
export interface SystemCalls {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  listen(fd: number, backlog: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  close(fd: number): number;
  fcntl(fd: number, command: number, argument: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    length: Uint8Array,
  ): number;
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number;
  /** `timeout` of recvmmsg(2) is left out: it is only looked at between datagrams. */
  recvmmsg(fd: number, messages: Uint8Array, count: number, flags: number): number;
  sendmmsg(fd: number, messages: Uint8Array, count: number, flags: number): number;
  sendto(fd: number, message: Uint8Array, length: number, address: Uint8Array): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  poll(descriptors: Uint8Array, count: number, timeoutMs: number): number;
  eventfd(initial: number, flags: number): number;
  read(fd: number, target: Uint8Array, length: number): number;
  write(fd: number, source: Uint8Array, length: number): number;
  madvise(memory: Uint8Array, length: number, advice: number): number;
  /** The address of a buffer's first byte. */
  address(buffer: Uint8Array): bigint;
  /** The error number of this thread's last failed call. */
  errno(): number;
}

/** Loads the calls. Throws when this is not 64-bit little-endian Linux, or koffi has no binary for it. */
export function loadSystemCalls(): SystemCalls {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(`no direct system calls on ${process.platform}-${process.arch}`);
  }
  const koffi = loadKoffi();
  const libc = koffi.load(null);
  const recvmmsg = libc.func('int recvmmsg(int, void *, unsigned int, int, void *)');
  const sendto = libc.func('long sendto(int, void *, size_t, int, void *, unsigned int)');
  return {
    socket: libc.func('int socket(int, int, int)'),
    bind: libc.func('int bind(int, void *, unsigned int)'),
    listen: libc.func('int listen(int, int)'),
    connect: libc.func('int connect(int, void *, unsigned int)'),
    close: libc.func('int close(int)'),
    fcntl: libc.func('int fcntl(int, int, long)'),
    setsockopt: libc.func('int setsockopt(int, int, int, void *, unsigned int)'),
    getsockopt: libc.func('int getsockopt(int, int, int, void *, void *)'),
    getsockname: libc.func('int getsockname(int, void *, void *)'),
    recvmmsg: (fd, messages, count, flags) =>
      recvmmsg(fd, messages, count, flags, undefined) as number,
    sendmmsg: libc.func('int sendmmsg(int, void *, unsigned int, int)'),
    sendto: (fd, message, length, address) =>
      sendto(fd, message, length, 0, address, address.length) as number,
    ioctl: libc.func('int ioctl(int, unsigned long, void *)'),
    poll: libc.func('int poll(void *, unsigned long, int)'),
    eventfd: libc.func('int eventfd(unsigned int, int)'),
    read: libc.func('long read(int, void *, size_t)'),
    write: libc.func('long write(int, void *, size_t)'),
    madvise: libc.func('int madvise(void *, size_t, int)'),
    address: (buffer) => koffi.address(buffer),
    errno: () => koffi.errno(),
  };
}

/** The calls, or undefined where they cannot be loaded. */
export function systemCallsIfAny(): SystemCalls | undefined {
  try {
    return loadSystemCalls();
  } catch {
    return undefined;
  }
}

/** Gives memory that was freed back to the system, where there is a way: glibc has malloc_trim(3), musl has not. */
export function releaseFreedMemory(): void {
  let trim: (pad: number) => number;
  try {
    trim = loadKoffi().load(null).func('int malloc_trim(size_t)');
  } catch {
    return;
  }
  trim(0);
}

/** Ends the process with `code` by _exit(2), which waits for nothing. Throws if it cannot be called. */
export function exitAtOnce(code: number): never {
  loadKoffi().load(null).func('void _exit(int)')(code);
  throw new Error('_exit(2) returned');
}

/** Not imported: where its binary is missing that would throw before anything else could be chosen. */
function loadKoffi(): typeof Koffi {
  return require('koffi') as typeof Koffi;
}
