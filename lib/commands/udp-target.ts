import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { CommandError, WRONG_USE, refused } from './command-error.ts';

/** One resolved endpoint. */
export interface UdpTarget {
  readonly address: string;
  readonly port: number;
  readonly type: 'udp4' | 'udp6';
}

/**
 * Resolves `HOST:PORT`, where HOST is a name, an IPv4 address, or an IPv6 address in brackets.
 * Throws CommandError, naming `option`.
 */
export async function resolveTarget(option: string, text: string): Promise<UdpTarget> {
  const { host, port } = parseHostPort(option, text, 1);
  if (port === 0) throw new CommandError(`${option} has port 0; expected 1 to 65535`, WRONG_USE);
  return lookUp(host, port);
}

/** Like `resolveTarget`, for an address to listen on: port 0 asks for a free one. */
export async function resolveListen(option: string, text: string): Promise<UdpTarget> {
  const { host, port } = parseHostPort(option, text, 0);
  return lookUp(host, port);
}

async function lookUp(host: string, port: number): Promise<UdpTarget> {
  try {
    const { address, family } = await lookup(host);
    return { address, port, type: family === 6 ? 'udp6' : 'udp4' };
  } catch (error) {
    const hints = { ENOTFOUND: 'give a known name or an address' };
    throw refused(`Cannot resolve host name ${host}`, error, hints);
  }
}

/** Opens a socket that sends to `target` alone, from `bind` when given. Rejects with the system's error. */
export async function connectSocket(
  target: UdpTarget,
  bind?: { readonly address: string; readonly port: number },
): Promise<Socket> {
  const socket = createSocket({ type: target.type });
  try {
    if (bind !== undefined) {
      socket.bind(bind);
      await once(socket, 'listening');
    }
    socket.connect(target.port, target.address);
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

function parseHostPort(
  option: string,
  text: string,
  minPort: 0 | 1,
): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,9})$/.exec(text);
  const [, bracketed, plain, digits] = match ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host !== undefined && port > 65_535) {
    throw new CommandError(
      `${option} is ${JSON.stringify(text)}: the port must be from ${minPort} to 65535`,
      WRONG_USE,
    );
  }
  if (host === undefined || (bracketed !== undefined && !isIPv6(bracketed))) {
    throw new CommandError(
      `${option} is ${JSON.stringify(text)}; write HOST:PORT or [IPV6]:PORT`,
      WRONG_USE,
    );
  }
  return { host, port };
}
