import { int32 } from './int32.ts';
import {
  IPPROTO_TCP,
  SIOCOUTQ,
  TCP_INFO,
  TCP_INFO_BYTES,
  TCPI_BYTES_ACKED,
  TCPI_SND_WND,
  TCP_USER_TIMEOUT,
} from './linux.ts';
import type { SystemCalls } from './system-calls.ts';

/** How far a connection is, in bytes on the wire since it began. */
export interface StreamProgress {
  /** Bytes that the peer's kernel has acknowledged. */
  readonly acknowledged: number;
  /** Bytes that our kernel holds and the peer's has not acknowledged. */
  readonly queued: number;
  /** Bytes that the peer's kernel is ready to receive. */
  readonly window: number;
}

/**
 * Reads the progress of a TCP connection, tcp(7); undefined if the kernel cannot report it: `tcpi_snd_wnd` exists since Linux 5.4, and a
 * closed socket has none.
 */
export function readTcpProgress(calls: SystemCalls, fd: number): StreamProgress | undefined {
  const info = Buffer.alloc(TCP_INFO_BYTES);
  const length = int32(info.length);
  if (calls.getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, length) !== 0) return undefined;
  if (length.readInt32LE() < TCP_INFO_BYTES) return undefined;
  const queued = readQueued(calls, fd);
  if (queued === undefined) return undefined;
  return {
    acknowledged: Number(info.readBigUInt64LE(TCPI_BYTES_ACKED)),
    queued,
    window: info.readUInt32LE(TCPI_SND_WND),
  };
}

/** SIOCOUTQ of a stream socket: see `lib/system/linux.ts`. Undefined if the socket is closed. */
export function readQueued(calls: SystemCalls, fd: number): number | undefined {
  const queued = int32(0);
  return calls.ioctl(fd, SIOCOUTQ, queued) === 0 ? queued.readInt32LE() : undefined;
}

/** Lets the kernel end a TCP connection on which nothing was acknowledged for this long; false if it refuses. */
export function setTcpUserTimeout(calls: SystemCalls, fd: number, timeoutMs: number): boolean {
  return calls.setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, int32(timeoutMs), 4) === 0;
}
