import { expect } from 'chai';
import { readSettings } from '../../lib/setup/read-settings.ts';
import type { SetupFlags } from '../../lib/setup/setup-flags.ts';
import { settingsOf } from './arbitrary-settings.ts';

const T = ['192.0.2.1'];

function problemsOf(flags: SetupFlags): readonly string[] {
  const settings = readSettings(flags);
  return 'problems' in settings ? settings.problems : [];
}

describe('readSettings', () => {
  it('reads everything', () => {
    const flags = {
      target: ['192.0.2.1', '2001:0DB8::1'],
      targetPort: ['514'],
      targetMac: ['02-00-00-00-00-01', '02:00:00:00:00:AA'],
      device: ['eth0'],
      sourceIp: ['192.0.2.10', '[2001:db8::10]'],
      sourcePort: ['7000', '7001'],
      release: true,
      userdata: ['host=web1', 'where=rack=7 "a"'],
      sysdata: ['msgid', 'cpu'],
      kernel: '6.19-rc1',
    };
    const common = { port: 514, device: 'eth0' };
    const first = { sourceAddress: '192.0.2.10', sourcePort: 7000, mac: '02:00:00:00:00:01' };
    const second = { sourceAddress: '2001:db8::10', sourcePort: 7001, mac: '02:00:00:00:00:aa' };
    expect(readSettings(flags)).to.deep.equal(
      settingsOf(
        [
          { ...common, ...first },
          { ...common, ...second, address: '2001:db8::1' },
        ],
        {
          extended: true,
          release: true,
          userdata: [
            { key: 'host', value: 'web1' },
            { key: 'where', value: 'rack=7 "a"' },
          ],
          sysdata: ['cpu', 'msgid'],
          kernel: { major: 6, minor: 19 },
        },
      ),
    );
  });

  it('takes the scope of a link-local address for the interface', () => {
    const flags = { target: ['fe80::1%eth1'], sourceIp: ['fe80::2%eth1'] };
    expect(readSettings(flags)).to.deep.equal(
      settingsOf([{ address: 'fe80::1', device: 'eth1', sourceAddress: 'fe80::2' }]),
    );
  });

  const long = 'x'.repeat(201);
  const wrong: readonly (readonly [SetupFlags, ...string[]])[] = [
    [
      { target: ['relay'] },
      '--target is "relay"; write an IPv4 or IPv6 address: netconsole looks up no names',
    ],
    [{ target: ['::ffff:192.0.2.1'] }, '--target is "::ffff:192.0.2.1"; write 192.0.2.1'],
    [
      { target: ['127.0.0.1'] },
      "--target 127.0.0.1 is not the address of another machine; give the relay's",
    ],
    [
      { target: ['ff02::1'] },
      "--target ff02::1 is not the address of another machine; give the relay's",
    ],
    [{ target: ['fe80::1'] }, '--target fe80::1 is link-local; add its interface: fe80::1%eth0'],
    [
      { target: ['fe80::1%eth0'], device: ['eth1'] },
      '--target names the interface eth0, --device eth1; give one',
    ],
    [
      { target: T, sourceIp: ['2001:db8::1'] },
      '--source-ip 2001:db8::1 and --target 192.0.2.1 are of two families; give two IPv4 or two IPv6 addresses',
    ],
    [{ target: T, targetPort: ['0'] }, '--target-port is "0"; expected a port, 1 to 65535'],
    [{ target: T, sourcePort: ['x'] }, '--source-port is "x"; expected a port, 1 to 65535'],
    [
      { target: T, targetMac: ['02:00'] },
      '--target-mac is "02:00"; expected six pairs of hex digits: 02:00:00:00:00:01',
    ],
    [
      { target: T, targetMac: ['01:00:5e:00:00:01'] },
      "--target-mac 01:00:5e:00:00:01 is not the address of a machine; give the relay's, or that of the router on the way",
    ],
    [
      { target: T, device: ['eth0:1'] },
      '--device "eth0:1" is an alias; give the interface itself, and its address as --source-ip',
    ],
    [
      { target: T, device: ['eth 0'] },
      '--device is "eth 0"; expected an interface name of 1 to 15 letters, digits, dots and dashes',
    ],
    [
      { target: [...T, '192.0.2.2', '192.0.2.3'], targetPort: ['1', '2'] },
      '--target-port is given 2 times for 3 targets; give it once, or once for each target',
    ],
    [{ target: T, userdata: ['host'] }, '--userdata is "host"; expected KEY=VALUE'],
    [
      { target: T, userdata: [`${'k'.repeat(54)}=v`] },
      `--userdata key "${'k'.repeat(54)}" has 54 bytes; the kernel takes 53`,
    ],
    [
      { target: T, userdata: [`k=${long}`] },
      '--userdata value of k has 201 bytes; the kernel takes 200',
    ],
    [
      { target: T, userdata: [`k=${'é'.repeat(101)}`] },
      '--userdata value of k has 202 bytes; the kernel takes 200',
    ],
    [{ target: T, userdata: ['k=a\nb'] }, '--userdata value of k has a line break; leave it out'],
    [
      { target: T, userdata: ['k='] },
      '--userdata value of k is empty; the kernel would leave it out',
    ],
    [
      { target: T, userdata: ['../k=v'] },
      '--userdata key "../k" is no directory name; use printable ASCII without spaces and /, not beginning with a dot',
    ],
    [
      { target: T, userdata: ['msgid=v'] },
      `--userdata key "msgid" is a field of the kernel's own; choose another name`,
    ],
    [{ target: T, userdata: ['k=1', 'k=2'] }, '--userdata names the key k twice; name it once'],
    [{ target: T, sysdata: ['release'] }, '--sysdata is "release"; expected cpu, taskname, msgid'],
    [{ target: T, kernel: 'new' }, '--kernel is "new"; expected a release such as 6.12'],
    [
      { target: ['2001:db8::1'], release: true, kernel: '3.2' },
      'Linux 3.2 is too old for an IPv6 target; that needs 3.9',
      'Linux 3.2 is too old for the extended format (+); that needs 4.2',
      'Linux 3.2 is too old for the kernel release (r); that needs 6.6',
    ],
    [
      { target: T, device: ['02:00:00:00:00:01'], sysdata: ['cpu', 'msgid'], kernel: '6.12' },
      'Linux 6.12 is too old for an interface given by its MAC address; that needs 6.15',
      'Linux 6.12 is too old for cpu and taskname; that needs 6.15',
      'Linux 6.12 is too old for msgid; that needs 6.17',
    ],
    [
      { target: T, userdata: Array.from({ length: 17 }, (_, i) => `k${i}=v`), kernel: '6.18' },
      'Linux 6.18 is too old for more than 16 userdata keys; that needs 6.19',
    ],
    [
      { target: T, userdata: Array.from({ length: 257 }, (_, i) => `k${i}=v`) },
      '--userdata is given 257 times; the kernel takes 256 keys',
    ],
  ];

  for (const [flags, ...problems] of wrong) {
    it(`refuses ${JSON.stringify(flags).slice(0, 70)}`, () => {
      expect(problemsOf(flags)).to.deep.equal(problems);
    });
  }

  it('takes keys of 53 and values of 200 bytes', () => {
    expect(
      problemsOf({ target: T, userdata: [`${'k'.repeat(53)}=${'v'.repeat(200)}`] }),
    ).to.deep.equal([]);
  });
});
