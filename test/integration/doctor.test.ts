import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openUdpReceiver } from '../commands/udp-receiver.ts';
import { Child } from '../servers/child.ts';
import { Terminal, hangUpTerminals, hasTerminals } from '../servers/terminal.ts';
import { hasProgram } from '../servers/unpacked-tools.ts';
import { MAIN, RunningRelay } from './running-relay.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
const NODE = `"${process.execPath}" "${MAIN}"`;

/** The first datagrams of a recording: few enough for the receive buffer of a user who may not ask for more. */
function firstLines(name: string, count: number): string {
  return readFileSync(join(CAPTURES, `${name}.jsonl`), 'utf8')
    .split('\n', count)
    .join('\n');
}

/** A sender that holds records back: sequence numbers are missing, msgid numbers are not. */
const RATE_LIMITED = [1, 2, 3, 60, 61, 130]
  .map((sequence, index) => {
    const payload = `7.2.1,6,${sequence},${sequence}00,-;text\n host=web1\n msgid=${index + 1}\n`;
    return JSON.stringify({ payload });
  })
  .join('\n');

interface Case {
  readonly name: string;
  readonly recording: string;
  readonly findings: readonly string[];
}

const ADD_MSGID =
  'no: echo 1 >userdata/msgid_enabled in configfs (Linux 6.17); without it loss is not certain';
const ADD_HOST = 'no: add the userdata host=NAME in configfs (Linux 6.9)';
const ADD_RELEASE = 'no: put r behind the + (Linux 6.6)';
const PANIC = 'sends nothing of a panic unless kernel.panic is 0 (sysctl)';
const NO_LEVEL = [
  'COUNT, netconsole-basic',
  'release  no',
  'level    no',
  'time     yes',
  'msgid    no',
  'host     no',
  'change   send the extended format: put + in front of the parameter (Linux 4.2)',
];

const CASES: readonly Case[] = [
  {
    name: 'basic, which has no level',
    recording: firstLines('7.2.12-basic-panic-again', 40),
    findings: NO_LEVEL,
  },
  {
    name: 'extended',
    recording: firstLines('6.12.95-ext-oom', 40),
    findings: [
      'COUNT, netconsole-extended',
      `release  ${ADD_RELEASE}`,
      'level    yes, up to info',
      'time     yes',
      `msgid    ${ADD_MSGID}`,
      `host     ${ADD_HOST}`,
    ],
  },
  {
    name: 'release',
    recording: firstLines('6.12.95-release-configfs-panic', 40),
    findings: [
      'COUNT, netconsole-extended',
      'release  6.12.95+deb12-amd64',
      'level    yes, up to debug',
      'time     yes',
      'msgid    no: the kernel is older than 6.17',
      `host     ${ADD_HOST}`,
    ],
  },
  {
    name: 'msgid',
    recording: firstLines('7.2.12-userdata-oops', 40),
    findings: [
      'COUNT, netconsole-extended',
      'release  7.2.12+deb13-amd64',
      'level    yes, up to debug',
      'time     yes',
      'msgid    yes',
      `host     ${ADD_HOST}, or set the relay's hosts.userdata to a key that names it: role, rack`,
      `kernel   ${PANIC}`,
    ],
  },
  {
    name: 'rate-limited',
    recording: RATE_LIMITED,
    findings: [
      'COUNT, netconsole-extended',
      'release  7.2.1',
      'level    yes, up to info',
      'time     yes',
      'msgid    yes',
      'host     web1',
      'gaps     124 sequence numbers missing, but no msgid: nothing is lost on the way, the sender is rate-limited or filters: its rate limit (ratelimit_interval_ms, ratelimit_burst of the target), or its console level (dmesg -n 8 sends all)',
      `kernel   ${PANIC}`,
    ],
  },
];

describe('doctor in a terminal', () => {
  const directory = mkdtempSync(join(tmpdir(), 'doctor-'));
  after(() => rmSync(directory, { recursive: true }));

  before(function () {
    if (!hasTerminals()) this.skip();
  });
  afterEach(hangUpTerminals);

  for (const { name, recording, findings } of CASES) {
    it(`reports on a recording: ${name}`, async () => {
      const terminal = new Terminal(`${NODE} doctor --listen 127.0.0.1:0 --wait 30s`);
      await terminal.shows(/ready: waiting for a first packet on 127\.0\.0\.1:\d+, at most 30 s/);
      const to = /on (127\.0\.0\.1:\d+),/.exec(terminal.shown)?.[1] ?? '';
      const file = join(directory, 'recording.jsonl');
      writeFileSync(file, `${recording}\n`);
      const replay = new Child(process.execPath, [
        MAIN,
        'replay',
        file,
        '--to',
        to,
        '--speed',
        'max',
      ]);
      expect(await replay.exited, replay.stderr).to.equal(0);
      expect(await terminal.exited).to.equal(0);
      const from = /first packet from (127\.0\.0\.1:\d+);/.exec(terminal.shown)?.[1] ?? '';
      const [head = '', ...rest] = findings;
      const count = recording.split('\n').length;
      const isComplete = name === 'rate-limited';
      const port = to.slice(to.indexOf(':') + 1);
      expect(terminal.shown).to.equal(
        [
          `ready: waiting for a first packet on ${to}, at most 30 s`,
          `first packet from ${from}; reading on until the sender pauses`,
          `${from}: ${head.replace('COUNT', `${count} datagrams`)}`,
          ...rest.map((line) => `  ${line}`),
          ...(isComplete
            ? []
            : [
                `what to type on the sender: netconsole-relay setup --target ADDRESS --target-port ${port} --extended --release --userdata host=NAME (with --here on the sender itself)`,
              ]),
        ]
          .map((line) => `${line}\n`)
          .join(''),
      );
    });
  }

  it('names the relay that has the port', async () => {
    const relay = await RunningRelay.start({
      config:
        'sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }\ndestinations: { screen: { type: stdout } }\n',
    });
    const port = relay.port('kernel');
    const terminal = new Terminal(`${NODE} doctor --listen 127.0.0.1:${port}`);
    const code = await terminal.exited;
    const { pid } = relay.child.process;
    await relay.stop();
    expect({ code, shown: terminal.shown }).to.deep.equal({
      code: 111,
      shown: `Cannot bind UDP socket to 127.0.0.1:${port}: EADDRINUSE; a netconsole-relay (process ${pid}) receives there: look into its log and files, stop it, or choose another port with --listen\n`,
    });
  });

  it('names any other process that has the port', async () => {
    const receiver = await openUdpReceiver();
    const terminal = new Terminal(`${NODE} doctor --listen ${receiver.to}`);
    const code = await terminal.exited;
    receiver.close();
    expect(code).to.equal(111);
    expect(terminal.shown).to.match(
      new RegExp(`: EADDRINUSE; process ${process.pid} \\(.*\\) has it: stop it, or choose`),
    );
  });

  it('calls a wait that is no duration wrong use', async () => {
    const terminal = new Terminal(`${NODE} doctor --wait 60`);
    const code = await terminal.exited;
    expect({ code, shown: terminal.shown }).to.deep.equal({
      code: 100,
      shown: '--wait is "60"; expected a duration such as 60s, at most 24d\n',
    });
  });

  describe('when nothing arrives', () => {
    before(function () {
      const canUnshare = spawnSync('unshare', ['--net', 'true']).status === 0;
      if (canUnshare && hasProgram('ip') && hasProgram('nft')) return;
      process.stdout.write('skipped: no right to make network namespaces, or no ip or nft here\n');
      this.skip();
    });

    /** Runs `command` in a network with one interface, behind `setUp`. */
    async function alone(
      setUp: string,
      command: string,
    ): Promise<{ code: unknown; shown: string }> {
      const network = [
        'ip link set lo up',
        'ip link add v0 address 02:00:00:00:00:01 type veth peer name v1',
        'ip link set v0 addrgenmode none up',
        'ip link set v1 addrgenmode none up',
        'ip addr add 192.0.2.1/24 dev v0',
      ];
      const script = join(directory, 'alone');
      writeFileSync(script, [...network, setUp, command, ''].join('\n'));
      const terminal = new Terminal(`unshare --net sh -e ${script}`);
      const code = await terminal.exited;
      return { code, shown: terminal.shown };
    }

    const ON_SENDER = [
      "the sender's console level: dmesg -n 8, then echo '<3>netconsole-test' >/dev/kmsg",
      'the sender\'s target: dmesg | grep netconsole ends in "network logging started", and enabled is 1 in /sys/kernel/config/netconsole/*',
      'its target address is one of this machine: 192.0.2.1/24 on v0 with MAC 02:00:00:00:00:01',
      'its target MAC is the one of that address on the same subnet, otherwise that of its next-hop router: netconsole-relay setup --here on the sender',
      'the network without the kernel: echo test | nc -u -w 1 ADDRESS 6666 on the sender; if that arrives, the cause is one of the above',
    ];

    function report(...checks: readonly string[]): { code: number; shown: string } {
      const lines = [
        'ready: waiting for a first packet on [::]:6666, at most 0.3 s',
        'no packet for [::]:6666 within 0.3 s; check in this order:',
        ...checks.map((check, index) => `  ${index + 1}. ${check}`),
      ];
      return { code: 111, shown: lines.map((line) => `${line}\n`).join('') };
    }

    it('says what to check on the sender', async () => {
      const expected = report(
        ...ON_SENDER,
        'firewalls and VLANs on the way; this machine drops nothing',
      );
      expect(await alone(':', `${NODE} doctor --wait 300ms`)).to.deep.equal(expected);
    });

    it('reads the firewall first', async () => {
      const drop =
        "nft 'table inet filter { chain input { type filter hook input priority 0; policy drop; }; }'";
      const expected = report(
        'the firewall of this machine drops port 6666 (type filter hook input priority filter; policy drop;): open it, see setup --for nftables, iptables or firewalld',
        ...ON_SENDER,
        'firewalls and VLANs on the way',
      );
      expect(await alone(drop, `${NODE} doctor --wait 300ms`)).to.deep.equal(expected);
    });

    it('sees datagrams that come for another port', async () => {
      const astray =
        "bash -c 'until grep -q :1A0A /proc/net/udp6; do :; done; echo >/dev/udp/192.0.2.1/6667' &";
      const { code, shown } = await alone(astray, `${NODE} doctor --wait 1s`);
      expect(code).to.equal(111);
      expect(shown).to.include(
        "\n  1. 1 datagram came for UDP ports on which nobody listens: compare the sender's target port with 6666\n",
      );
    });
  });
});
