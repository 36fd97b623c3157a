import { expect } from 'chai';
import { judgeRules } from '../../../lib/setup/doctor/firewall-rules.ts';

const NFT_DROP = `table inet filter {
\tchain input {
\t\ttype filter hook input priority filter; policy drop;
\t\tct state established,related accept
\t\tRULE
\t}

\tchain output {
\t\ttype filter hook output priority filter; policy accept;
\t}
}`;

const NFT_REJECT = `table inet filter {
\tchain input {
\t\ttype filter hook input priority filter; policy accept;
\t\tRULE
\t\tcounter packets 3 bytes 4 reject with icmpx admin-prohibited
\t}
}`;

const OPEN = `table inet filter {
\tchain input {
\t\ttype filter hook input priority filter; policy accept;
\t\tip saddr 198.51.100.0/24 drop
\t}
\tchain forward {
\t\ttype filter hook forward priority filter; policy drop;
\t\tdrop
\t}
}`;

const SAVED = `*filter
:INPUT POLICY [0:0]
:FORWARD DROP [0:0]
-A INPUT -i lo -j ACCEPT
RULE
COMMIT`;

const POLICY = 'type filter hook input priority filter; policy drop;';

describe('judgeRules', () => {
  const cases = [
    ['no rules', '', { kind: 'none', detail: '' }],
    ['an open chain', OPEN, { kind: 'none', detail: '' }],
    ['a policy that drops', NFT_DROP, { kind: 'blocks', detail: POLICY }],
    [
      'a policy that drops but for the port',
      NFT_DROP.replace('RULE', 'udp dport 6666 accept'),
      { kind: 'accepts', detail: 'udp dport 6666 accept' },
    ],
    [
      'a set with the port',
      NFT_DROP.replace('RULE', 'udp dport { 514, 6660-6670 } counter packets 0 bytes 0 accept'),
      {
        kind: 'accepts',
        detail: 'udp dport { 514, 6660-6670 } counter packets 0 bytes 0 accept',
      },
    ],
    [
      'a rule for another port',
      NFT_DROP.replace('RULE', 'udp dport 66660 accept'),
      { kind: 'blocks', detail: POLICY },
    ],
    [
      'a rule at the end that rejects',
      NFT_REJECT,
      {
        kind: 'blocks',
        detail: 'counter packets 3 bytes 4 reject with icmpx admin-prohibited',
      },
    ],
    [
      'iptables with a policy that drops',
      SAVED.replace('POLICY', 'DROP'),
      { kind: 'blocks', detail: ':INPUT DROP [0:0]' },
    ],
    [
      'iptables with a rule at the end that rejects',
      SAVED.replace('POLICY', 'ACCEPT').replace('RULE', '-A INPUT -j REJECT'),
      { kind: 'blocks', detail: '-A INPUT -j REJECT' },
    ],
    [
      'iptables with a rule for the port',
      SAVED.replace('POLICY', 'DROP').replace(
        'RULE',
        '-A INPUT -p udp -m multiport --dports 514,6000:7000 -j ACCEPT',
      ),
      {
        kind: 'accepts',
        detail: '-A INPUT -p udp -m multiport --dports 514,6000:7000 -j ACCEPT',
      },
    ],
    ['open iptables', SAVED.replace('POLICY', 'ACCEPT'), { kind: 'none', detail: '' }],
  ] as const;

  for (const [name, listing, verdict] of cases) {
    it(`reads ${name}`, () => expect(judgeRules(listing, 6666)).to.deep.equal(verdict));
  }

  it('does not take TCP for UDP', () => {
    const listing = NFT_DROP.replace('RULE', 'tcp dport 6666 accept');
    expect(judgeRules(listing, 6666)).to.deep.equal({ kind: 'blocks', detail: POLICY });
  });
});
