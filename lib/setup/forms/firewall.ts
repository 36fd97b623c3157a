import { DEFAULT_TARGET_PORT, hasColon, type TargetSettings } from '../sender-settings.ts';
import { shellPart, textPart, type FormWriter } from './form.ts';

/**
 * netconsole hands its packets to the network driver directly: the sender's own firewall never sees them. Its rule is for
 * test packets of programs. Source: net/core/netpoll.c, netpoll_send_udp.
 */
const ON_SENDER = 'on the sender, for test packets alone: kernel messages bypass its own firewall';

/** iptables and ip6tables; each rule is added once. */
export const iptables: FormWriter = ({ targets }) => [
  shellPart(
    'on the relay, as root, until the next boot (on a firewall between: FORWARD for INPUT)',
    targets.map(inputRule),
  ),
  shellPart(ON_SENDER, targets.map(outputRule)),
];

function inputRule(target: TargetSettings): string {
  const from = target.sourceAddress === undefined ? '' : ` -s ${target.sourceAddress}`;
  return addOnce(target, `INPUT${from} -p udp --dport ${portOf(target)} -j ACCEPT`);
}

function outputRule(target: TargetSettings): string {
  return addOnce(target, `OUTPUT -d ${target.address} -p udp --dport ${portOf(target)} -j ACCEPT`);
}

function addOnce({ address }: TargetSettings, rule: string): string {
  const command = hasColon(address) ? 'ip6tables' : 'iptables';
  return `${command} -C ${rule} 2>/dev/null || ${command} -I ${rule}`;
}

/** nftables: rules at the head of the chains that Debian's and most other configurations use. */
export const nftables: FormWriter = ({ targets }) => [
  textPart(
    'on the relay: at the end of /etc/nftables.conf, or nft -f FILE (on a firewall between: forward for input)',
    rulesFor('input', targets.map(nftInput)),
  ),
  textPart(ON_SENDER, rulesFor('output', targets.map(nftOutput))),
];

/** The chain is named first, so that it exists; where it does, its rules and policy stay. */
function rulesFor(chain: 'input' | 'output', rules: readonly string[]): string {
  const lines = rules.map((rule) => `insert rule inet filter ${chain} ${rule} accept`);
  const table = `table inet filter {
  chain ${chain} {
    type filter hook ${chain} priority 0;
  }
}`;
  return [table, ...lines].join('\n');
}

function nftInput(target: TargetSettings): string {
  const { sourceAddress } = target;
  const from = sourceAddress === undefined ? '' : `${family(target)} saddr ${sourceAddress} `;
  return `${from}udp dport ${portOf(target)}`;
}

function nftOutput(target: TargetSettings): string {
  return `${family(target)} daddr ${target.address} udp dport ${portOf(target)}`;
}

function family({ address }: TargetSettings): 'ip' | 'ip6' {
  return hasColon(address) ? 'ip6' : 'ip';
}

/** firewalld lets every packet of its own machine out. */
export const firewalld: FormWriter = ({ targets }) => [
  shellPart('on the relay, as root', [
    ...targets.map((target) => `firewall-cmd --permanent ${firewalldRule(target)}`),
    'firewall-cmd --reload',
  ]),
  textPart('on the sender', '# nothing to open: firewalld lets every packet of its machine out'),
];

function firewalldRule(target: TargetSettings): string {
  const { sourceAddress } = target;
  if (sourceAddress === undefined) return `--add-port=${portOf(target)}/udp`;
  const ip = hasColon(sourceAddress) ? 'ipv6' : 'ipv4';
  const source = `source address="${sourceAddress}"`;
  const port = `port port="${portOf(target)}" protocol="udp"`;
  return `--add-rich-rule='rule family="${ip}" ${source} ${port} accept'`;
}

function portOf({ port }: TargetSettings): number {
  return port ?? DEFAULT_TARGET_PORT;
}
