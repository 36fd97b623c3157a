import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { writeForm, type FormName } from '../../../lib/setup/forms/forms.ts';
import { hasProgram, pathWithTools } from '../../servers/unpacked-tools.ts';
import { settingsOf } from '../arbitrary-settings.ts';
import type { ShellResult } from '../shell-stand.ts';

const SETTINGS = settingsOf([
  { sourceAddress: '192.0.2.10', port: 514 },
  {},
  { address: '2001:db8::1', sourceAddress: '2001:db8::10' },
]);

/** Part `index` of a form: 0 for the relay, 1 for the sender. */
function textOf(name: FormName, index: number): string {
  const form = writeForm(name, SETTINGS);
  return 'impossible' in form ? form.impossible : (form[index]?.text ?? '');
}

/** Runs `script` in a network namespace of its own, with `input` in the file RULES. */
function inNamespace(script: string, input = ''): ShellResult {
  const { status, stdout, stderr } = spawnSync('unshare', ['--net', 'sh', '-c', script], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PATH: pathWithTools() },
  });
  return { status, stdout, stderr };
}

describe('firewall rules', () => {
  before(function () {
    const missing = ['nft', 'iptables', 'ip6tables'].filter((name) => !hasProgram(name));
    if (missing.length === 0 && inNamespace('nft list ruleset').status === 0) return;
    process.stdout.write(`skipped: no ${missing.join(', ') || 'right to use nft'} here\n`);
    this.skip();
  });

  /** Debian's /etc/nftables.conf with a policy that drops. */
  const CONFIGURED = `table inet filter {
  chain input { type filter hook input priority filter; policy drop; ct state established accept; }
  chain output { type filter hook output priority filter; policy drop; }
}
`;

  it('nft accepts them', () => {
    for (const index of [0, 1]) {
      expect(inNamespace('nft -c -f -', textOf('nftables', index))).to.deep.equal({
        status: 0,
        stdout: '',
        stderr: '',
      });
    }
  });

  it('nft puts them at the head of the chains that are there, whose policy stays', () => {
    const rules = CONFIGURED + textOf('nftables', 0) + textOf('nftables', 1);
    const { status, stdout, stderr } = inNamespace('nft -f - && nft list ruleset', rules);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout.replaceAll('\t', '')).to.equal(`table inet filter {
chain input {
type filter hook input priority filter; policy drop;
ip6 saddr 2001:db8::10 udp dport 6666 accept
udp dport 6666 accept
ip saddr 192.0.2.10 udp dport 514 accept
ct state established accept
}

chain output {
type filter hook output priority filter; policy drop;
ip6 daddr 2001:db8::1 udp dport 6666 accept
ip daddr 192.0.2.1 udp dport 6666 accept
ip daddr 192.0.2.1 udp dport 514 accept
}
}
`);
  });

  it('iptables and ip6tables take each of theirs once', () => {
    const rules = [textOf('iptables', 0), textOf('iptables', 1)].join('');
    const { status, stdout, stderr } = inNamespace(`${rules}${rules}iptables -S; ip6tables -S`);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith('-A'))).to.deep.equal([
      '-A INPUT -p udp -m udp --dport 6666 -j ACCEPT',
      '-A INPUT -s 192.0.2.10/32 -p udp -m udp --dport 514 -j ACCEPT',
      '-A OUTPUT -d 192.0.2.1/32 -p udp -m udp --dport 6666 -j ACCEPT',
      '-A OUTPUT -d 192.0.2.1/32 -p udp -m udp --dport 514 -j ACCEPT',
      '-A INPUT -s 2001:db8::10/128 -p udp -m udp --dport 6666 -j ACCEPT',
      '-A OUTPUT -d 2001:db8::1/128 -p udp -m udp --dport 6666 -j ACCEPT',
    ]);
  });
});
