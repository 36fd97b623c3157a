import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AF_INET, AF_INET6, AF_UNIX, SOCKADDR_BYTES } from './linux.ts';

/** Of `struct sockaddr_un`, without the NUL at its end. */
export const MAX_SOCKET_PATH_BYTES = 107;

/** An address and a port; port 0 lets the system choose. */
export interface SocketAddress {
  /** IPv4 or IPv6 in text, without brackets. */
  readonly address: string;
  readonly port: number;
}

/**
 * `struct sockaddr_in` or `struct sockaddr_in6` of an address in text. The scope after `%` may be an
 * interface's name or number. Throws when the text is no address, or the interface does not exist.
 */
export function encodeSocketAddress({ address, port }: SocketAddress): Buffer {
  const [text = '', scope = '0'] = address.split('%');
  const v6 = isIPv6(text);
  const encoded = Buffer.alloc(v6 ? SOCKADDR_BYTES : 16);
  encoded.writeUInt16LE(v6 ? AF_INET6 : AF_INET, 0);
  encoded.writeUInt16BE(port, 2);
  encoded.set(ipaddr.parse(text).toByteArray(), v6 ? 8 : 4);
  if (v6) encoded.writeUInt32LE(interfaceNumber(scope), 24);
  return encoded;
}

/** `struct sockaddr_un` of an absolute path. */
export function encodeUnixAddress(path: string): Buffer {
  return Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(`${path}\0`)]);
}

/** `192.0.2.1:514` or `[2001:db8::1]:514`. */
export function formatEndpoint({ address, port }: SocketAddress): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

function interfaceNumber(scope: string): number {
  if (/^\d+$/.test(scope)) return Number(scope);
  return Number(readFileSync(`/sys/class/net/${scope}/ifindex`, 'utf8'));
}
