import ipaddr from 'ipaddr.js';
import { BROADCAST_MAC } from '../sender-settings.ts';
import type { ExplainedTarget, ProblemList, Starts } from './explanation.ts';

/** MAC addresses of the kernel's documentation and of many guides. */
const EXAMPLE_MACS = ['12:34:56:78:9a:bc', 'aa:bb:cc:dd:ee:ff', '10:11:12:13:14:15'];

/** Adds what the kernel takes, but what is seldom meant. */
export function warnOf(target: ExplainedTarget, starts: Starts, problems: ProblemList): void {
  const { address, sourceAddress, device, mac } = target;
  const at = (field: 'address' | 'device' | 'mac'): number => starts.get(field) ?? 0;
  if (address !== undefined) {
    const range = ipaddr.parse(address).range();
    if (range === 'unspecified' || range === 'loopback') {
      problems.warning(
        at('address'),
        `target ${address} is not another machine`,
        "write the relay's address",
      );
    }
    if (address === sourceAddress) {
      problems.warning(
        at('address'),
        'target and source are the same',
        "write the relay's address",
      );
    }
  }
  if (device !== undefined && /^(?:wl|lo$|tun|wg|ppp)/.test(device)) {
    problems.warning(
      at('device'),
      `${device} has no netpoll: the kernel refuses it`,
      'name a wired interface',
    );
  }
  if (mac === undefined || mac === BROADCAST_MAC) return;
  if (EXAMPLE_MACS.includes(mac)) {
    problems.warning(
      at('mac'),
      `${mac} is an example address from documentation`,
      'write the real one',
    );
  } else if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1 || /^[0:]+$/.test(mac)) {
    problems.warning(
      at('mac'),
      `${mac} is not the address of a machine`,
      "write the relay's, or that of the next-hop router",
    );
  }
}
