import { symlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { assert, pre, property } from 'fast-check';
import { configfsScript } from '../../../lib/setup/forms/configfs.ts';
import { writeForm } from '../../../lib/setup/forms/forms.ts';
import type { SenderSettings } from '../../../lib/setup/sender-settings.ts';
import { settings, settingsOf } from '../arbitrary-settings.ts';
import { SHELLS, ShellStand, hasShell, type ShellResult } from '../shell-stand.ts';
import { ConfigfsTree, writesOf } from './configfs-tree.ts';

const TARGET = {
  port: 514,
  mac: '02:00:00:00:00:01',
  device: 'enp3s0',
  sourceAddress: '192.0.2.10',
  sourcePort: 7000,
};
const USERDATA = [
  { key: 'host', value: 'web1' },
  { key: 'odd\'$k"', value: `it's $HOME "x" \\n \`id\` * ; é ` },
];
const FULL = settingsOf([TARGET], {
  extended: true,
  release: true,
  userdata: USERDATA,
  sysdata: ['cpu', 'taskname'],
});
const FULL_VALUES = {
  extended: '1',
  release: '1',
  dev_name: 'enp3s0',
  local_port: '7000',
  local_ip: '192.0.2.10',
  remote_port: '514',
  remote_ip: '192.0.2.1',
  remote_mac: '02:00:00:00:00:01',
  'userdata/cpu_nr_enabled': '1',
  'userdata/taskname_enabled': '1',
  'userdata/msgid_enabled': '1',
  ...Object.fromEntries(USERDATA.map(({ key, value }) => [`userdata/${key}/value`, value])),
};

for (const shell of SHELLS) {
  describe(`the configfs script in ${shell.name}`, () => {
    before(function () {
      if (!hasShell(shell)) this.skip();
    });

    let stand: ShellStand;
    beforeEach(() => {
      stand = new ShellStand();
    });
    afterEach(() => stand.remove());

    function run(tree: ConfigfsTree, each: SenderSettings): ShellResult {
      return stand.run(configfsScript(each), shell, { env: tree.env, parameters: ['-x'] });
    }

    it('makes a target with every setting, and changes nothing the second time', () => {
      const tree = new ConfigfsTree(stand);
      const first = run(tree, FULL);
      expect(first.status, first.stderr).to.equal(0);
      expect(tree.values).to.deep.equal(ConfigfsTree.expected(FULL_VALUES));
      const writes = writesOf(first.stderr, tree.base);
      expect(writes.filter((line) => line.startsWith('relay1/enabled'))).to.deep.equal([
        'relay1/enabled 1',
      ]);
      expect(writes).to.have.length(Object.keys(FULL_VALUES).length + 1);
      const second = run(tree, FULL);
      expect(second.status).to.equal(0);
      expect(writesOf(second.stderr, tree.base)).to.deep.equal([]);
      expect(tree.values).to.deep.equal(ConfigfsTree.expected(FULL_VALUES));
    });

    it('leaves the source address alone when it is not known', () => {
      const tree = new ConfigfsTree(stand);
      const { stderr } = run(tree, settingsOf([{}]));
      expect(tree.values).to.deep.equal(ConfigfsTree.expected({ remote_ip: '192.0.2.1' }));
      expect(writesOf(stderr, tree.base)).to.deep.equal([
        'relay1/remote_ip 192.0.2.1',
        'relay1/enabled 1',
      ]);
    });

    it('disables a target to change it, removes keys of earlier, and keeps other targets', () => {
      const tree = new ConfigfsTree(stand);
      run(tree, settingsOf([TARGET, {}], { extended: true, userdata: USERDATA }));
      const { stderr } = run(tree, settingsOf([{ ...TARGET, port: 6666 }]));
      expect(writesOf(stderr, tree.base)).to.deep.equal([
        'relay1/enabled 0',
        'relay1/extended 0',
        'relay1/remote_port 6666',
        'relay1/userdata/msgid_enabled 0',
        'relay1/enabled 1',
      ]);
      expect(Object.keys(tree.values).filter((name) => name.includes('value'))).to.deep.equal(
        USERDATA.map(({ key }) => `relay2/userdata/${key}/value`),
      );
    });

    it('changes userdata without disabling', () => {
      const tree = new ConfigfsTree(stand);
      run(tree, settingsOf([{}], { extended: true, userdata: [{ key: 'host', value: 'a' }] }));
      const { stderr } = run(
        tree,
        settingsOf([{}], { extended: true, userdata: [{ key: 'host', value: 'b' }] }),
      );
      expect(writesOf(stderr, tree.base)).to.deep.equal(['relay1/userdata/host/value b']);
    });

    it('makes a target anew when its address changes family', () => {
      const tree = new ConfigfsTree(stand);
      run(tree, settingsOf([TARGET], { extended: true, userdata: USERDATA }));
      const other = { address: '2001:db8::1', device: 'eth1' };
      const { status } = run(tree, settingsOf([other]));
      expect(status).to.equal(0);
      expect(tree.values).to.deep.equal(
        ConfigfsTree.expected({ remote_ip: '2001:db8::1', dev_name: 'eth1' }),
      );
    });

    it('says what an older kernel does not have, and does the rest', () => {
      const tree = new ConfigfsTree(stand, /^(?:release|userdata\/.*)$/);
      const { status, stderr } = stand.run(configfsScript(FULL), shell, { env: tree.env });
      expect(status).to.equal(0);
      expect(stderr).to.equal(
        [
          "this kernel has no 'release': left out",
          "this kernel has no 'userdata': left out",
          "this kernel has no 'userdata': left out",
          "this kernel has no 'userdata/cpu_nr_enabled': left out",
          "this kernel has no 'userdata/taskname_enabled': left out",
          "this kernel has no 'userdata/msgid_enabled': left out",
          'target relay1 is enabled',
        ]
          .map((line) => `netconsole: ${line}\n`)
          .join(''),
      );
      expect(tree.values).to.include({ 'relay1/enabled': '1', 'relay1/extended': '1' });
    });

    it('ends with 111 when the kernel does not enable the target', () => {
      const tree = new ConfigfsTree(stand);
      run(tree, settingsOf([{}]));
      rmSync(join(tree.base, 'relay1/enabled'));
      symlinkSync('/dev/null', join(tree.base, 'relay1/enabled'));
      const { status, stderr } = stand.run(configfsScript(settingsOf([{}])), shell, {
        env: tree.env,
      });
      expect({ status, stderr }).to.deep.equal({
        status: 111,
        stderr: 'netconsole: target relay1 is not enabled; see: dmesg | tail\n',
      });
    });

    it('ends with 111 where there is no configfs', () => {
      stand.command('modprobe');
      stand.command('mount', 'exit 1');
      const env = { NETCONSOLE_CONFIGFS: join(stand.directory, 'none/netconsole') };
      const { status, stderr } = stand.run(configfsScript(settingsOf([{}])), shell, { env });
      expect(status).to.equal(111);
      expect(stderr).to.match(
        /^netconsole: Cannot find \S+: the kernel lacks CONFIG_NETCONSOLE_DYNAMIC/,
      );
      expect(stand.calls).to.deep.equal([
        'modprobe <netconsole>',
        `mount <-t> <configfs> <none> <${join(stand.directory, 'none')}>`,
      ]);
    });

    it('gives the same result twice, whatever the settings are', function () {
      this.timeout(120_000);
      assert(
        property(settings, (each) => {
          pre(!('impossible' in writeForm('configfs', each)));
          const own = new ShellStand();
          const tree = new ConfigfsTree(own);
          const script = configfsScript(each);
          const options = { env: tree.env, parameters: ['-x'] };
          const first = own.run(script, shell, options);
          const values = tree.values;
          const second = own.run(script, shell, options);
          expect(first.status, first.stderr).to.equal(0);
          expect(writesOf(second.stderr, tree.base)).to.deep.equal([]);
          expect(tree.values).to.deep.equal(values);
          expect(values['relay1/remote_ip']).to.equal(each.targets[0]?.address);
          for (const { key, value } of each.userdata) {
            expect(values[`relay1/userdata/${key}/value`]).to.equal(value);
          }
          own.remove();
        }),
        { numRuns: 12 },
      );
    });
  });
}
