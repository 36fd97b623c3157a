import { networkInterfaces } from 'node:os';
import { formatEndpoint, type SocketAddress } from '../../system/socket-address.ts';
import type { FirewallVerdict } from './firewall-rules.ts';
import { plural } from '../../config/plural.ts';

/** Evidence collected while nothing arrived. */
export interface Silence {
  readonly listen: SocketAddress;
  readonly waitedMs: number;
  readonly firewall: FirewallVerdict;
  /** Datagrams that came meanwhile for ports on which nobody listens. */
  readonly unclaimed: number;
  /** Addresses of this machine that senders can reach. */
  readonly addresses: readonly OwnAddress[];
}

export interface OwnAddress {
  readonly device: string;
  /** With prefix length, such as `192.0.2.1/24`. */
  readonly cidr: string;
  readonly mac: string;
}

/** Addresses of this machine but for loopback. */
export function ownAddresses(): OwnAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([device, addresses = []]) =>
    addresses
      .filter(({ internal }) => !internal)
      .map(({ address, cidr, mac }) => ({ device, cidr: cidr ?? address, mac })),
  );
}

/** Checks to make next, the likeliest cause first: evidence of this machine before checks on the sender. */
export function describeSilence(silence: Silence): string[] {
  const { listen, waitedMs, firewall, unclaimed } = silence;
  const { port } = listen;
  const evidence: string[] = [];
  if (unclaimed > 0) {
    evidence.push(
      `${plural(unclaimed, 'datagram')} came for UDP ports on which nothing is listening: compare the sender's target port with ${port}`,
    );
  }
  if (firewall.kind === 'blocks') {
    evidence.push(
      `the firewall of this machine drops port ${port} (${firewall.detail}): open it, see setup --for nftables, iptables or firewalld`,
    );
  }
  if (/^(?:127\.|::1$)/.test(listen.address)) {
    evidence.push(`${listen.address} is reached from this machine only: listen on [::]:${port}`);
  }
  const checks = [...evidence, ...senderChecks(silence), firewallCheck(firewall, port)];
  return [
    `no packet for ${formatEndpoint(listen)} within ${waitedMs / 1000} s; check in this order:`,
    ...checks.map((check, index) => `  ${index + 1}. ${check}`),
  ];
}

function senderChecks({ listen, addresses }: Silence): string[] {
  const own = addresses.map(({ device, cidr, mac }) => `${cidr} on ${device} with MAC ${mac}`);
  return [
    `the sender's console level: dmesg -n 8, then echo '<3>netconsole-test' >/dev/kmsg`,
    `the sender's target: dmesg | grep netconsole ends in "network logging started", and enabled is 1 in /sys/kernel/config/netconsole/*`,
    `its target address is one of this machine: ${own.length > 0 ? own.join(', ') : 'it has none but loopback'}`,
    'its target MAC is the one of that address on the same subnet, otherwise that of its next-hop router: netconsole-relay setup --here on the sender',
    `the network without the kernel: echo test | nc -u -w 1 ADDRESS ${listen.port} on the sender; if that arrives, the cause is one of the above`,
  ];
}

function firewallCheck({ kind, detail }: FirewallVerdict, port: number): string {
  const between = 'firewalls and VLANs on the way';
  switch (kind) {
    case 'unreadable':
      return `${between}, and the firewall of this machine, whose rules could not be read (${detail})`;
    case 'accepts':
      return `${between}; the firewall of this machine lets UDP port ${port} in (${detail})`;
    case 'none':
    case 'blocks':
      return kind === 'none' ? `${between}; this machine drops nothing` : between;
    default:
      return kind satisfies never;
  }
}
