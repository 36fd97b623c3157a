import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readShell } from '../../../lib/setup/shell-library.ts';
import { SHELLS, ShellStand, hasShell, type Shell } from '../shell-stand.ts';
import { FakeKernel } from './fake-kernel.ts';

const NET = 'sys/class/net/eth0';
const WIRED = {
  [`${NET}/type`]: '1\n',
  [`${NET}/carrier`]: '1\n',
  [`${NET}/uevent`]: 'IFINDEX=2\n',
};
const RELEASE = 'proc/sys/kernel/osrelease';
const BUILTIN_7 = {
  [RELEASE]: '7.0.3-1\n',
  'lib/modules/7.0.3-1/modules.builtin': 'x/netconsole.ko\n',
};

interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'nothing on a wired interface of a healthy kernel', warnings: [] },
  {
    name: 'a VLAN',
    files: { [`${NET}/uevent`]: 'DEVTYPE=vlan\nINTERFACE=eth0\n' },
    warnings: [
      'eth0 is a VLAN: it sends only if the driver of the interface below supports netpoll',
    ],
  },
  {
    name: 'a bridge',
    files: { [`${NET}/bridge/stp_state`]: '0\n' },
    warnings: [
      'eth0 is a bridge or bond: it sends only if the drivers of its members support netpoll',
    ],
  },
  {
    name: 'a bond',
    files: { [`${NET}/bonding/mode`]: 'active-backup 1\n' },
    warnings: [
      'eth0 is a bridge or bond: it sends only if the drivers of its members support netpoll',
    ],
  },
  {
    name: 'Wi-Fi',
    files: { [`${NET}/uevent`]: 'DEVTYPE=wlan\n' },
    warnings: ['eth0 is Wi-Fi: the kernel refuses it (no netpoll); use a wired interface'],
  },
  {
    name: 'a tunnel',
    files: { [`${NET}/type`]: '65534\n' },
    warnings: ['eth0 is not Ethernet: the kernel refuses it (no netpoll); use a wired interface'],
  },
  {
    name: 'no carrier',
    files: { [`${NET}/carrier`]: '0\n' },
    warnings: ['eth0 has no carrier: connect it and bring it up'],
  },
  {
    name: 'a console level that hides messages',
    files: { 'proc/sys/kernel/printk': '4\t4\t1\t7\n' },
    warnings: [
      'console level 4 sends only levels below 4; dmesg -n 8 (for good: loglevel=8 on the kernel command line)',
    ],
  },
  {
    name: 'a missing module',
    files: { 'lib/modules/6.12.1/modules.dep': 'kernel/drivers/net/veth.ko:\n' },
    warnings: [
      'no module netconsole for Linux 6.12.1: install the package with all modules, such as linux-modules-extra',
    ],
  },
  { name: 'nothing when netconsole is built in', files: BUILTIN_7, warnings: [] },
  {
    name: 'a restart after a panic on Linux 7.0',
    files: { ...BUILTIN_7, 'proc/sys/kernel/panic': '10\n' },
    warnings: [
      'kernel.panic is not 0: from Linux 7.0 on nothing of a panic leaves the machine then; sysctl kernel.panic=0',
    ],
  },
  {
    name: 'nothing of a restart after a panic on Linux 6.12',
    files: { 'proc/sys/kernel/panic': '10\n' },
    warnings: [],
  },
  {
    name: 'what an old kernel lacks',
    files: { [RELEASE]: '4.1.9\n', 'sys/module/netconsole/version': '' },
    warnings: [
      'Linux 4.1.9 has no extended format (4.2)',
      'Linux 4.1.9 does not send its release (6.6)',
    ],
  },
];

function warningsOf(kernel: FakeKernel, shell: Shell): string[] {
  const stand = new ShellStand();
  const script = [
    'set -eu',
    readShell('configfs'),
    readShell('warnings'),
    'device=eth0 extended=1 release=1',
    'warn_of_device',
    'warn_of_kernel',
  ].join('\n');
  const env = { ...kernel.env, NETCONSOLE_CONFIGFS: '/nowhere/netconsole' };
  const { status, stdout, stderr } = stand.run(script, shell, { env });
  stand.remove();
  kernel.remove();
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replace(/^warning {3}/, ''));
}

for (const shell of SHELLS) {
  describe(`warnings in ${shell.name}`, () => {
    before(function () {
      if (!hasShell(shell)) this.skip();
    });

    for (const { name, files = {}, warnings } of CASES) {
      it(`report ${name}`, () => {
        expect(warningsOf(new FakeKernel({ ...WIRED, ...files }), shell)).to.deep.equal(warnings);
      });
    }

    it('report a member of a bond', () => {
      const kernel = new FakeKernel(WIRED);
      kernel.write('sys/class/net/bond0/type', '1\n');
      symlinkSync('../bond0', join(kernel.root, NET, 'master'));
      expect(warningsOf(kernel, shell)).to.deep.equal([
        'eth0 belongs to bond0: the kernel refuses it; give --device bond0',
      ]);
    });
  });
}
