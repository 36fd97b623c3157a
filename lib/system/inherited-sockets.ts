import ipaddr from 'ipaddr.js';
import { int32 } from './int32.ts';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  F_SETFD,
  FD_CLOEXEC,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  SO_ACCEPTCONN,
  SO_DOMAIN,
  SO_TYPE,
} from './linux.ts';
import type { SocketAddress } from './socket-address.ts';
import type { SystemCalls } from './system-calls.ts';

/** The first descriptor of sd_listen_fds(3). */
const FIRST = 3;
const VARIABLES = ['LISTEN_FDS', 'LISTEN_PID', 'LISTEN_FDNAMES'] as const;
/** `struct sockaddr_un`. */
const MAX_ADDRESS_BYTES = 110;

/** A socket that the service manager opened for this process. */
export interface InheritedSocket {
  readonly fd: number;
  /** FileDescriptorName=; empty if it has none. */
  readonly name: string;
  readonly kind: 'udp' | 'tcp' | 'unix-dgram' | 'unix-stream' | 'other';
  /** The address it is bound to. */
  readonly listen?: SocketAddress;
  readonly path?: string;
}

/**
 * Takes the sockets of sd_listen_fds(3) that are for the process `pid`, and removes their variables from `environment`, so that no other
 * program takes them for its own. `load` is called only if there are any.
 */
export function takeInheritedSockets(
  environment: NodeJS.ProcessEnv,
  pid: number,
  load: () => SystemCalls,
): InheritedSocket[] {
  const [count, owner, names] = VARIABLES.map((name) => environment[name]);
  for (const name of VARIABLES) delete environment[name];
  if (Number(owner) !== pid || !/^[1-9]\d{0,3}$/.test(count ?? '')) return [];
  const calls = load();
  const nameOf = (names ?? '').split(':');
  return Array.from({ length: Number(count) }, (_, index) => {
    const fd = FIRST + index;
    calls.fcntl(fd, F_SETFD, FD_CLOEXEC);
    // systemd writes `unknown` where there is no name.
    const name = nameOf[index] === 'unknown' ? '' : (nameOf[index] ?? '');
    return { fd, name, kind: kindOf(calls, fd), ...placeOf(calls, fd) };
  });
}

function kindOf(calls: SystemCalls, fd: number): InheritedSocket['kind'] {
  const read = (name: number): number => {
    const value = int32(0);
    return calls.getsockopt(fd, SOL_SOCKET, name, value, int32(4)) === 0 ? value.readInt32LE() : -1;
  };
  const family = read(SO_DOMAIN);
  const type = read(SO_TYPE);
  const isListening = read(SO_ACCEPTCONN) === 1;
  if (family === AF_INET || family === AF_INET6) {
    if (type === SOCK_DGRAM) return 'udp';
    return type === SOCK_STREAM && isListening ? 'tcp' : 'other';
  }
  if (family !== AF_UNIX) return 'other';
  if (type === SOCK_DGRAM) return 'unix-dgram';
  return type === SOCK_STREAM && isListening ? 'unix-stream' : 'other';
}

function placeOf(calls: SystemCalls, fd: number): Pick<InheritedSocket, 'listen' | 'path'> {
  const address = Buffer.alloc(MAX_ADDRESS_BYTES);
  const length = int32(address.length);
  if (calls.getsockname(fd, address, length) !== 0) return {};
  const family = address.readUInt16LE(0);
  if (family === AF_UNIX) {
    const end = length.readInt32LE();
    const path = address.subarray(2, end).toString().replace(/\0.*$/s, '');
    return path === '' ? {} : { path };
  }
  if (family !== AF_INET && family !== AF_INET6) return {};
  const bytes = family === AF_INET ? address.subarray(4, 8) : address.subarray(8, 24);
  const listen = {
    address: ipaddr.fromByteArray([...bytes]).toString(),
    port: address.readUInt16BE(2),
  };
  return { listen };
}
