import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openUdpReceiver } from '../commands/udp-receiver.ts';
import { Child } from '../servers/child.ts';
import { Terminal, hangUpTerminals, hasTerminals } from '../servers/terminal.ts';
import { MAIN, RunningRelay, sendAll } from './running-relay.ts';

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
const ADD_RELEASE = 'no: put r after the + (Linux 6.6)';
const PANIC = 'sends nothing of a panic unless kernel.panic is 0 (sysctl)';
const NO_LEVEL = [
  'COUNT, netconsole-basic',
  'release  no',
  'level    no',
  'time     yes',
  'msgid    no',
  'host     no',
  'change   send the extended format: put + before the parameter (Linux 4.2)',
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
                `to see what to type on the sender, run: netconsole-relay setup --target ADDRESS --target-port ${port} --extended --release --userdata host=NAME (here, or with --here on the sender)`,
              ]),
        ]
          .map((line) => `${line}\n`)
          .join(''),
      );
    });
  }

  it('asks the relay that has the port', async () => {
    const relay = await RunningRelay.start({
      config:
        'sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }\ndestinations: { screen: { type: stdout } }\n',
    });
    const port = relay.port('kernel');
    await sendAll(['<6>[    1.000000] first\n'], port);
    await relay.child.printed(/first/);
    const terminal = new Terminal(`${NODE} doctor --listen 127.0.0.1:${port}`);
    const code = await terminal.exited;
    await relay.stop();
    expect(code).to.equal(0);
    expect(terminal.shown).to.include(`a running relay receives on port ${port}:\n`);
    expect(terminal.shown).to.match(/^\S+ +up +\d+s +\d/m);
  });

  it('names any other process that has the port', async () => {
    const receiver = await openUdpReceiver();
    const terminal = new Terminal(`${NODE} doctor --listen ${receiver.to}`);
    const code = await terminal.exited;
    receiver.close();
    expect(code).to.equal(111);
    expect(terminal.shown).to.match(
      new RegExp(
        `: EADDRINUSE \\(address already in use\\); process ${process.pid} \\(.*\\) has it: stop it, or choose`,
      ),
    );
  });

  it('calls a wait that is no duration wrong use', async () => {
    const terminal = new Terminal(`${NODE} doctor --wait 60`);
    const code = await terminal.exited;
    expect({ code, shown: terminal.shown }).to.deep.equal({
      code: 100,
      shown: '--wait is "60"; expected a duration such as 60s, between 1ms and 24d\n',
    });
  });
});
