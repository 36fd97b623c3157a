import { readFileSync } from 'node:fs';

/** Datagrams that arrived for a UDP port on which nobody listens, since this network was made. Linux: proc_net(5). */
export function countUnclaimed(): number {
  return valueOf('/proc/net/snmp', readIpv4) + valueOf('/proc/net/snmp6', readIpv6);
}

/** Two lines: `Udp: NAME…` and `Udp: NUMBER…`. */
function readIpv4(text: string): number {
  const [names = [], numbers = []] = text
    .split('\n')
    .filter((line) => line.startsWith('Udp: '))
    .map((line) => line.split(' '));
  return Number(numbers[names.indexOf('NoPorts')] ?? 0);
}

/** A line for each counter. */
function readIpv6(text: string): number {
  return Number(/^Udp6NoPorts\s+(\d+)/m.exec(text)?.[1] ?? 0);
}

/** 0 where the file does not exist, as without IPv6. */
function valueOf(file: string, read: (text: string) => number): number {
  try {
    return read(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}
