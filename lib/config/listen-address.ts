import ipaddr from 'ipaddr.js';
import type { ListenAddress } from './source-config.ts';
import { Fault } from './fault.ts';

const FORM = 'write address:port, such as 0.0.0.0:6666 or [::]:6666';

/** Reads `192.0.2.1:6666`, `[2001:db8::1]:6666` or `[fe80::1%eth0]:6666`. Port 0 lets the system choose. */
export function parseListenAddress(text: string): ListenAddress | Fault {
  const colon = text.lastIndexOf(':');
  const host = text.slice(0, Math.max(colon, 0));
  const port = text.slice(colon + 1);
  if (isIpv6(text)) return new Fault(`"${text}" is an IPv6 address without port`, FORM);
  if (colon < 0) return new Fault(`"${text}" has no port`, FORM);
  if (isIpv6(host)) return new Fault(`"${host}" lacks brackets`, `write [${host}]:${port}`);
  const bracketed = /^\[(.*)\]$/.exec(host)?.[1];
  const isAddress =
    bracketed === undefined ? ipaddr.IPv4.isValidFourPartDecimal(host) : isIpv6(bracketed);
  if (!isAddress) return new Fault(`"${host}" is not an IP address`, FORM);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return new Fault(`"${port}" is not a port`, 'write a port from 0 to 65535', colon + 1);
  }
  return { address: bracketed ?? host, port: Number(port) };
}

export function printListenAddress({ address, port }: ListenAddress): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether two sockets cannot both be bound: same port, and same address or one of them receives the other's datagrams. */
export function isSameListenAddress(a: ListenAddress, b: ListenAddress): boolean {
  if (a.port !== b.port || a.port === 0) return false;
  const both = [canonical(a.address), canonical(b.address)];
  if (both[0] === both[1] || both.includes('::')) return true;
  return both.includes('0.0.0.0') && both.every((address) => !isIpv6(address));
}

function canonical(address: string): string {
  return ipaddr.process(address).toString();
}

function isIpv6(text: string): boolean {
  return text.includes(':') && ipaddr.IPv6.isValid(text);
}
