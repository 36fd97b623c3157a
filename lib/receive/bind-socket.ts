import { isIPv6 } from 'node:net';
import type { ListenAddress } from '../config/source-config.ts';
import { errorName } from '../system/error-name.ts';
import { int32 } from '../system/int32.ts';
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCKADDR_BYTES,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
} from '../system/linux.ts';
import { encodeSocketAddress } from '../system/socket-address.ts';
import type { SystemCalls } from '../system/system-calls.ts';
import { SocketError } from './socket-error.ts';

/** A socket that is bound; the opener closes its descriptor. `address` is `0.0.0.0` in place of `::` where IPv6 is off. */
export interface BoundSocket extends ListenAddress {
  readonly fd: number;
}

export interface BindOptions {
  /** SOCK_DGRAM or SOCK_STREAM. */
  readonly type: number;
  /** Set before the socket is bound: `[level, name, value]`. */
  readonly options: readonly (readonly [number, number, number])[];
}

/** Opens a non-blocking socket and binds it; `[::]` receives both families. Throws SocketError; no descriptor stays open then. */
export function bindSocket(
  calls: SystemCalls,
  listen: ListenAddress,
  { type, options }: BindOptions,
): BoundSocket {
  const protocol = type === SOCK_DGRAM ? 'UDP' : 'TCP';
  const refuse = (code = errorName(calls.errno())): SocketError =>
    SocketError.ofBind({ listen, protocol }, code);
  const withoutIpv6 = (): BoundSocket =>
    bindSocket(calls, { ...listen, address: '0.0.0.0' }, { type, options });
  const family = isIPv6(listen.address) ? AF_INET6 : AF_INET;
  const address = encodeAddress(listen, refuse);
  const fd = calls.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    if (listen.address === '::') return withoutIpv6();
    throw refuse();
  }
  if (family === AF_INET6) setIntOption(calls, fd, [IPPROTO_IPV6, IPV6_V6ONLY], 0);
  for (const [level, name, value] of options) setIntOption(calls, fd, [level, name], value);
  if (calls.bind(fd, address, address.length) !== 0) {
    const error = refuse();
    calls.close(fd);
    if (listen.address === '::' && error.code === 'EADDRNOTAVAIL') return withoutIpv6();
    throw error;
  }
  return { fd, address: listen.address, port: boundPort(calls, fd) };
}

/** An option with an integer value, as `[level, name]`. Returns what setsockopt(2) does. */
export function setIntOption(
  calls: SystemCalls,
  fd: number,
  [level, name]: readonly [number, number],
  value: number,
): number {
  return calls.setsockopt(fd, level, name, int32(value), 4);
}

/** The value of an option that is an integer; undefined if the kernel refuses. */
export function intOption(
  calls: SystemCalls,
  fd: number,
  [level, name]: readonly [number, number],
): number | undefined {
  const value = int32(0);
  return calls.getsockopt(fd, level, name, value, int32(4)) === 0
    ? value.readInt32LE(0)
    : undefined;
}

function encodeAddress(listen: ListenAddress, refuse: (code: string) => SocketError): Buffer {
  try {
    return encodeSocketAddress(listen);
  } catch (error) {
    // The interface of a link-local address has no number.
    if (error instanceof Error && 'syscall' in error) throw refuse('ENODEV');
    throw error;
  }
}

function boundPort(calls: SystemCalls, fd: number): number {
  const address = Buffer.alloc(SOCKADDR_BYTES);
  calls.getsockname(fd, address, int32(address.length));
  return address.readUInt16BE(2);
}
