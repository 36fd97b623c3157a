import koffi from 'koffi';
import { loadSystemCalls, type SystemCalls } from '../../lib/system/system-calls.ts';

/** The system calls of a sender: those of the relay, and two more. */
export interface SendCalls extends SystemCalls {
  connect(fd: number, address: Uint8Array, length: number): number;
  sendmmsg(fd: number, messages: Uint8Array, count: number): number;
}

/** Throws when this is not 64-bit little-endian Linux, or koffi has no binary for it. */
export function loadSendCalls(): SendCalls {
  const libc = koffi.load(null);
  const sendmmsg = libc.func('int sendmmsg(int, void *, unsigned int, int)');
  return {
    ...loadSystemCalls(),
    connect: libc.func('int connect(int, void *, unsigned int)'),
    sendmmsg: (fd, messages, count) => sendmmsg(fd, messages, count, 0) as number,
  };
}
