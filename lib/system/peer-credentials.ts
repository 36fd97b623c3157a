import type { Socket } from 'node:net';
import { int32 } from './int32.ts';
import { SO_PEERCRED, SOL_SOCKET } from './linux.ts';
import { systemCallsIfAny } from './system-calls.ts';

/** `struct ucred`: pid, uid, gid. */
const UCRED_BYTES = 12;

/** A process of this machine; -1: unknown. */
export interface Credentials {
  readonly pid: number;
  readonly uid: number;
}

const UNKNOWN: Credentials = { pid: -1, uid: -1 };
const calls = systemCallsIfAny();

/** Who connected to a Unix socket, as the kernel noted it then (SO_PEERCRED). */
export function peerCredentials(socket: Socket): Credentials {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } };
  const fd = handle?.fd ?? -1;
  if (calls === undefined || fd < 0) return UNKNOWN;
  const credentials = Buffer.alloc(UCRED_BYTES);
  const length = int32(credentials.length);
  if (calls.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) !== 0) return UNKNOWN;
  // 0: a process of another namespace of processes.
  const pid = credentials.readInt32LE(0);
  return { pid: pid > 0 ? pid : -1, uid: credentials.readInt32LE(4) };
}
