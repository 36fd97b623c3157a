import { expect } from 'chai';
import { setup, type SetupOptions } from '../../lib/commands/setup.ts';
import { FORM_NAMES, SHOWN_FORMS } from '../../lib/setup/forms/forms.ts';
import { Output } from './udp-receiver.ts';

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(options: SetupOptions): Promise<Result> {
  const output = { stdout: new Output(), stderr: new Output() };
  const code = await setup(options, output);
  return { code, stdout: output.stdout.text, stderr: output.stderr.text };
}

const COMPLETE = {
  target: ['192.0.2.1'],
  targetMac: ['02:00:00:00:00:01'],
  device: ['eth0'],
  extended: true,
};

describe('setup', () => {
  it('prints every form but the script', async () => {
    const { code, stdout, stderr } = await run(COMPLETE);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const named = [...stdout.matchAll(/^# ([\w.]+): /gm)].map(([, name]) => name);
    const forms = named.filter((name) => FORM_NAMES.some((each) => each === name));
    expect([...new Set(forms)]).to.deep.equal(SHOWN_FORMS);
    expect(FORM_NAMES).to.include('script');
  });

  it('prints one form alone', async () => {
    expect(await run({ ...COMPLETE, for: 'modprobe' })).to.deep.equal({
      code: 0,
      stdout:
        '# modprobe: as root; lasts until the next boot\n' +
        'modprobe -r netconsole\n' +
        'modprobe netconsole netconsole=+@/eth0,@192.0.2.1/02:00:00:00:00:01\n',
      stderr: '',
    });
  });

  it('notes what is left to chance', async () => {
    const { stderr } = await run({ target: ['192.0.2.1'], for: 'cmdline' });
    expect(stderr).to.equal(
      [
        'no --device: the kernel takes eth0',
        "no --target-mac: packets go to the broadcast address and reach the sender's own segment only; setup --here or the form script finds the address",
        'the basic format has no level, host or message number; add --extended --release --userdata host=NAME (Linux 6.9; 4.2 for --extended alone)',
      ]
        .map((note) => `note: ${note}\n`)
        .join(''),
    );
  });

  it('notes what a form or a kernel does not do', async () => {
    const userdata = [`host=${'x'.repeat(200)}`];
    const { stderr } = await run({ ...COMPLETE, userdata, for: 'cmdline', kernel: '6.9' });
    expect(stderr).to.equal(
      [
        'the parameter cannot carry --userdata and --sysdata; use --for configfs or systemd',
        'the value of host has 200 bytes: the kernel keeps 199 and refuses it; shorten it by one byte',
        'Linux 6.9 to 6.11 stops in the middle of a record whose text exactly fills a packet when there is userdata; 6.12 does not',
      ]
        .map((note) => `note: ${note}\n`)
        .join(''),
    );
    const newest = await run({ ...COMPLETE, for: 'cmdline', kernel: '7.1' });
    expect(newest.stderr).to.match(/^note: from Linux 7\.0 on nothing of a panic leaves /);
  });

  it('prints JSON for programs', async () => {
    const { code, stdout } = await run({
      ...COMPLETE,
      userdata: ['host=web1'],
      json: true,
      for: 'cmdline',
    });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({
      targets: [{ address: '192.0.2.1', mac: '02:00:00:00:00:01', device: 'eth0' }],
      extended: true,
      release: false,
      userdata: { host: 'web1' },
      sysdata: [],
      parameter: '+@/eth0,@192.0.2.1/02:00:00:00:00:01',
      notes: ['the parameter cannot carry --userdata and --sysdata; use --for configfs or systemd'],
      forms: [
        {
          name: 'cmdline',
          parts: [
            {
              comment:
                'the kernel command line, if netconsole is built in (a module: netconsole.netconsole=… and load it, see modprobe.d)',
              text: 'netconsole=+@/eth0,@192.0.2.1/02:00:00:00:00:01\n',
              isShell: false,
              files: [],
            },
          ],
        },
      ],
    });
  });

  it('prints the heartbeat without a target', async () => {
    const { code, stdout, stderr } = await run({ for: 'heartbeat' });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.include('<6>netconsole-relay: heartbeat');
  });

  const address = '2001:db8:1111:2222:3333:4444:5555:6666';
  const wrong: readonly (readonly [SetupOptions, string])[] = [
    [
      {},
      'Cannot set up a sender without --target; give the address of the relay, or --explain STRING',
    ],
    [{ ...COMPLETE, apply: true }, '--apply changes this machine; add --here'],
    [
      { target: Array.from({ length: 7 }, () => address), for: 'grub' },
      'Cannot print grub: the parameter has 307 characters and the kernel keeps 255; use --for configfs',
    ],
    [
      { target: ['x'], userdata: ['y'] },
      '--target is "x"; write an IPv4 or IPv6 address: netconsole looks up no names\n--userdata is "y"; expected KEY=VALUE',
    ],
    [
      { explain: '@/,@192.0.2.1/', kernel: 'x' },
      '--kernel is "x"; expected a release such as 6.12',
    ],
  ];

  for (const [options, problem] of wrong) {
    it(`calls ${JSON.stringify(options).slice(0, 60)} wrong use`, async () => {
      expect(await run(options)).to.deep.equal({ code: 100, stdout: '', stderr: `${problem}\n` });
    });
  }

  describe('--explain', () => {
    it('says in words what a string does', async () => {
      const explain = "netconsole='+r6665@192.0.2.10/eth0,@192.0.2.1/00:11:22:33:44:55'";
      expect(await run({ explain })).to.deep.equal({
        code: 0,
        stdout: `${explain}
target 1:
  format     extended: level, number, time and fields of each message (Linux 4.2); each with the kernel release in front (Linux 6.6)
  interface  eth0
  from       192.0.2.10, port 6665
  to         192.0.2.1, port 6666 (the default)
  next hop   00:11:22:33:44:55, which must be the relay's own MAC address on the same segment, otherwise that of the router on the way
`,
        stderr: '',
      });
    });

    it('marks what is wrong, and ends with 100', async () => {
      const explain = 'netconsole=r@/,66666@192.0.2.1';
      expect(await run({ explain })).to.deep.equal({
        code: 100,
        stdout: `${explain}
           ^   ^              ^
target 1:
  format     basic: the text of the console, without level, number or host
  interface  eth0 (the default)
  from       the first address of eth0, port 6665 (the default)
  to         192.0.2.1, port 6666 (the default)
  next hop   every machine of the segment (broadcast, the default); a relay behind a router needs the router's MAC address
`,
        stderr: [
          'character 12: r without +: only extended records carry the release; write +r (r alone works only with CONFIG_NETCONSOLE_EXTENDED_LOG)',
          'character 16: bad target port "66666"; write a decimal number from 1 to 65535',
          'character 31: no / after the target address; add / there, even if no MAC address follows',
        ]
          .map((line) => `${line}\n`)
          .join(''),
      });
    });

    it('warns, and ends with 0', async () => {
      const { code, stderr } = await run({ explain: '@/wlan0,@192.0.2.1/' });
      expect({ code, stderr }).to.deep.equal({
        code: 0,
        stderr:
          'character 3: warning: wlan0 has no netpoll: the kernel refuses it; name a wired interface\n',
      });
    });

    it('writes no control character of the string to the terminal', async () => {
      const { stdout, stderr } = await run({ explain: '@/\u001b[2J,@\u009b1m/' });
      expect(stdout + stderr).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    });

    it('knows the kernel, and prints JSON', async () => {
      const { code, stdout } = await run({ explain: '+@/,@192.0.2.1/', kernel: '4.1', json: true });
      expect({ code, json: JSON.parse(stdout) as unknown }).to.deep.equal({
        code: 100,
        json: {
          parameter: '+@/,@192.0.2.1/',
          targets: [{ extended: true, release: false, address: '192.0.2.1' }],
          problems: [
            {
              at: 1,
              kind: 'error',
              what: 'Linux 4.1 is too old for the extended format (+)',
              fix: 'leave it out; it needs 4.2',
            },
          ],
        },
      });
    });
  });
});
