import ipaddr from 'ipaddr.js';
import type { SyslogTarget } from './destination-config.ts';
import { MAX_SOCKET_PATH_BYTES } from '../system/socket-address.ts';
import { Fault } from './fault.ts';

/** Ports of RFC 5426, RFC 6587 as commonly used, and RFC 5425. */
const DEFAULT_PORTS = { udp: 514, tcp: 601, tls: 6514 } as const;

export const TARGET_FORM =
  'write udp://HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT, unix-dgram:PATH or unix-stream:PATH';
export const TARGET_PATTERN = '^((udp|tcp|tls)://.+|unix-(dgram|stream):/.+)$';

/** Reads `tcp://loghost:601`, `tls://[2001:db8::1]:6514` or `unix-dgram:/dev/log`; without a port that of the transport. */
export function parseSyslogTarget(text: string): SyslogTarget | Fault {
  const unix = /^(unix-dgram|unix-stream):(?:\/\/)?(.*)$/.exec(text);
  if (unix !== null) return unixTarget(unix[1] as 'unix-dgram' | 'unix-stream', unix[2] as string);
  const network = /^(udp|tcp|tls):\/\/(\[[^\]]*\]|[^:/]*)(?::(.*))?$/.exec(text);
  if (network === null) return new Fault(`"${text}" is not a target`, TARGET_FORM);
  const transport = network[1] as keyof typeof DEFAULT_PORTS;
  const host = (network[2] as string).replace(/^\[(.*)\]$/, '$1');
  const portText = network[3] ?? String(DEFAULT_PORTS[transport]);
  const isBracketed = network[2]?.startsWith('[') === true;
  const isHost = isBracketed ? ipaddr.IPv6.isValid(host) : /^[A-Za-z0-9_.-]+$/.test(host);
  if (!isHost) return new Fault(`"${host}" is not a host name or IP address`, TARGET_FORM);
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    return new Fault(`"${portText}" is not a port`, 'write a port from 1 to 65535');
  }
  return { transport, host, port };
}

/** As `parseSyslogTarget` reads it. */
export function printSyslogTarget(target: SyslogTarget): string {
  if ('path' in target) return `${target.transport}:${target.path}`;
  const { transport, host, port } = target;
  return `${transport}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether each message to the target is a datagram. */
export function isDatagramTarget({ transport }: SyslogTarget): boolean {
  return transport === 'udp' || transport === 'unix-dgram';
}

function unixTarget(transport: 'unix-dgram' | 'unix-stream', path: string): SyslogTarget | Fault {
  if (!path.startsWith('/')) return new Fault(`"${path}" is not an absolute path`, TARGET_FORM);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    return new Fault(
      `"${path}" is too long`,
      `write a path of at most ${MAX_SOCKET_PATH_BYTES} bytes`,
    );
  }
  return { transport, path };
}
