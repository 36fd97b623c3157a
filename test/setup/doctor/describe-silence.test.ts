import { expect } from 'chai';
import { describeSilence, type Silence } from '../../../lib/setup/doctor/describe-silence.ts';

const NOTHING: Silence = {
  listen: { address: '::', port: 6666 },
  waitedMs: 60_000,
  firewall: { kind: 'none', detail: '' },
  unclaimed: 0,
  addresses: [{ device: 'eth0', cidr: '192.0.2.1/24', mac: '02:00:00:00:00:01' }],
};

const ON_SENDER = [
  "the sender's console level: dmesg -n 8, then echo '<3>netconsole-test' >/dev/kmsg",
  'the sender\'s target: dmesg | grep netconsole ends in "network logging started", and enabled is 1 in /sys/kernel/config/netconsole/*',
  'its target address is one of this machine: 192.0.2.1/24 on eth0 with MAC 02:00:00:00:00:01',
  'its target MAC is the one of that address on the same subnet, otherwise that of its next-hop router: netconsole-relay setup --here on the sender',
  'the network without the kernel: echo test | nc -u -w 1 ADDRESS 6666 on the sender; if that arrives, the cause is one of the above',
];

/** The checks, without their numbers. */
function checksOf(silence: Partial<Silence>): string[] {
  const [, ...checks] = describeSilence({ ...NOTHING, ...silence });
  return checks.map((check, index) => {
    expect(check.startsWith(`  ${index + 1}. `)).to.equal(true);
    return check.slice(5);
  });
}

describe('describeSilence', () => {
  it('begins with the sender when this machine shows nothing', () => {
    expect(describeSilence(NOTHING)[0]).to.equal(
      'no packet for [::]:6666 within 60 s; check in this order:',
    );
    expect(checksOf({})).to.deep.equal([
      ...ON_SENDER,
      'firewalls and VLANs on the way; this machine drops nothing',
    ]);
  });

  it('begins with what this machine shows', () => {
    const firewall = { kind: 'blocks', detail: 'policy drop' } as const;
    expect(checksOf({ firewall, unclaimed: 3 })).to.deep.equal([
      "3 datagrams came for UDP ports on which nothing is listening: compare the sender's target port with 6666",
      'the firewall of this machine drops port 6666 (policy drop): open it, see setup --for nftables, iptables or firewalld',
      ...ON_SENDER,
      'firewalls and VLANs on the way',
    ]);
  });

  it('says that only this machine reaches a loopback address', () => {
    expect(checksOf({ listen: { address: '127.0.0.1', port: 6666 } })[0]).to.equal(
      '127.0.0.1 is reached from this machine only: listen on [::]:6666',
    );
  });

  it('says what it could not read, and which rule lets the port in', () => {
    const unreadable = { kind: 'unreadable', detail: 'nft: not permitted' } as const;
    expect(checksOf({ firewall: unreadable, addresses: [] }).slice(-1)).to.deep.equal([
      'firewalls and VLANs on the way, and the firewall of this machine, whose rules could not be read (nft: not permitted)',
    ]);
    const accepts = { kind: 'accepts', detail: 'udp dport 6666 accept' } as const;
    expect(checksOf({ firewall: accepts }).slice(-1)).to.deep.equal([
      'firewalls and VLANs on the way; the firewall of this machine lets UDP port 6666 in (udp dport 6666 accept)',
    ]);
  });
});
