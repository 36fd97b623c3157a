import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Terminal, hangUpTerminals, hasTerminals } from '../servers/terminal.ts';
import { hasProgram } from '../servers/unpacked-tools.ts';
import { MAIN } from './running-relay.ts';

const DOCTOR = `"${process.execPath}" "${MAIN}" doctor`;

interface Result {
  readonly code: number | undefined;
  readonly shown: string;
}

/** Runs `command` in a terminal, in a network with one interface, after `setUp`. */
async function alone(setUp: string, command: string): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'alone-'));
  const script = join(directory, 'script');
  const network = [
    'ip link set lo up',
    'ip link add v0 address 02:00:00:00:00:01 type veth peer name v1',
    'ip link set v0 addrgenmode none up',
    'ip link set v1 addrgenmode none up',
    'ip addr add 192.0.2.1/24 dev v0',
  ];
  writeFileSync(script, [...network, setUp, command, ''].join('\n'));
  const terminal = new Terminal(`unshare --net sh -e ${script}`);
  const code = await terminal.exited;
  rmSync(directory, { recursive: true });
  return { code, shown: terminal.shown };
}

const ON_SENDER = [
  "the sender's console level: dmesg -n 8, then echo '<3>netconsole-test' >/dev/kmsg",
  'the sender\'s target: dmesg | grep netconsole ends in "network logging started", and enabled is 1 in /sys/kernel/config/netconsole/*',
  'its target address is one of this machine: 192.0.2.1/24 on v0 with MAC 02:00:00:00:00:01',
  'its target MAC is the one of that address on the same subnet, otherwise that of its next-hop router: netconsole-relay setup --here on the sender',
  'the network without the kernel: echo test | nc -u -w 1 ADDRESS 6666 on the sender; if that arrives, the cause is one of the above',
];

function report(...checks: readonly string[]): Result {
  const lines = [
    'ready: waiting for a first packet on [::]:6666, at most 0.3 s',
    'no packet for [::]:6666 within 0.3 s; check in this order:',
    ...checks.map((check, index) => `  ${index + 1}. ${check}`),
  ];
  return { code: 111, shown: lines.map((line) => `${line}\n`).join('') };
}

describe('doctor in a terminal when nothing arrives', () => {
  before(function () {
    const canUnshare = spawnSync('unshare', ['--net', 'true']).status === 0;
    if (hasTerminals() && canUnshare && hasProgram('ip') && hasProgram('nft')) return;
    process.stdout.write('skipped: no right to make network namespaces, or no ip or nft here\n');
    this.skip();
  });
  afterEach(hangUpTerminals);

  it('says what to check on the sender', async () => {
    expect(await alone(':', `${DOCTOR} --wait 300ms`)).to.deep.equal(
      report(...ON_SENDER, 'firewalls and VLANs on the way; this machine drops nothing'),
    );
  });

  it('reads the firewall first', async () => {
    const drop =
      "nft 'table inet filter { chain input { type filter hook input priority 0; policy drop; }; }'";
    expect(await alone(drop, `${DOCTOR} --wait 300ms`)).to.deep.equal(
      report(
        'the firewall of this machine drops port 6666 (type filter hook input priority filter; policy drop;): open it, see setup --for nftables, iptables or firewalld',
        ...ON_SENDER,
        'firewalls and VLANs on the way',
      ),
    );
  });

  it('sees datagrams that come for another port', async () => {
    const astray =
      "bash -c 'until grep -q :1A0A /proc/net/udp6; do :; done; echo >/dev/udp/192.0.2.1/6667' &";
    const { code, shown } = await alone(astray, `${DOCTOR} --wait 1s`);
    expect(code).to.equal(111);
    expect(shown).to.include(
      "\n  1. 1 datagram came for UDP ports on which nothing is listening: compare the sender's target port with 6666\n",
    );
  });
});
