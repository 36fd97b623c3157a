import { join } from 'node:path';
import { expect } from 'chai';
import { writeForm } from '../../../lib/setup/forms/forms.ts';
import { settingsOf } from '../../setup/arbitrary-settings.ts';
import { ConfigfsTree } from '../../setup/forms/configfs-tree.ts';
import { ShellStand, type ShellResult } from '../../setup/shell-stand.ts';
import { FakeKernel } from '../../setup/here/fake-kernel.ts';
import { MAIN } from '../running-relay.ts';
import { hasNetwork, runInTopology } from './topology.ts';

const OPTIONS = '--target 192.0.2.1 --target 2001:db8:1::7 --extended --userdata host=web1';
const SETTINGS = settingsOf([{}, { address: '2001:db8:1::7' }], {
  extended: true,
  userdata: [{ key: 'host', value: 'web1' }],
});
const PARAMETER =
  'netconsole=+6665@192.0.2.10/s0,6666@192.0.2.1/02:00:00:00:00:01;' +
  '+6665@2001:db8::10/s0,6666@2001:db8:1::7/02:00:00:00:00:01';

const FOUND = {
  extended: '1',
  dev_name: 's0',
  remote_mac: '02:00:00:00:00:01',
  'userdata/host/value': 'web1',
  'userdata/msgid_enabled': '1',
};
const APPLIED = {
  ...ConfigfsTree.expected({ ...FOUND, local_ip: '192.0.2.10', remote_ip: '192.0.2.1' }),
  ...ConfigfsTree.expected(
    { ...FOUND, local_ip: '2001:db8::10', remote_ip: '2001:db8:1::7' },
    'relay2',
  ),
};

/** Ways to run what finds and applies; each takes the options that follow. */
const WAYS = {
  node: [process.execPath, MAIN, 'setup', '--here', ...OPTIONS.split(' ')],
  dash: ['dash', 'SCRIPT'],
  'busybox sh': ['busybox', 'sh', 'SCRIPT'],
};

for (const [name, command] of Object.entries(WAYS)) {
  describe(`--apply by ${name}`, () => {
    before(function () {
      if (!hasNetwork()) this.skip();
    });

    let stand: ShellStand;
    let kernel: FakeKernel;
    beforeEach(() => {
      stand = new ShellStand();
      kernel = new FakeKernel();
      const form = writeForm('script', SETTINGS);
      stand.write('script', 'impossible' in form ? '' : (form[0]?.text ?? ''));
    });
    afterEach(() => {
      stand.remove();
      kernel.remove();
    });

    function run(parameters: readonly string[], env: NodeJS.ProcessEnv): ShellResult {
      const words = command.map((word) =>
        word === 'SCRIPT' ? join(stand.directory, 'script') : word,
      );
      return runInTopology([...words, ...parameters], { ...kernel.env, ...env }, stand.bin);
    }

    it('changes nothing without it', () => {
      const tree = new ConfigfsTree(stand);
      const { status, stdout } = run([], tree.env);
      expect(status).to.equal(0);
      expect(stdout).to.match(new RegExp(`^parameter ${PARAMETER.replaceAll('+', '\\+')}$`, 'm'));
      expect({ values: tree.values, calls: stand.calls }).to.deep.equal({ values: {}, calls: [] });
    });

    it('makes every target in configfs', () => {
      const tree = new ConfigfsTree(stand);
      const { status, stderr } = run(['--apply'], tree.env);
      expect(status).to.equal(0);
      expect(stderr.replaceAll(/^netconsole: /gm, '')).to.equal(
        'target relay1 is enabled\ntarget relay2 is enabled\n',
      );
      expect(tree.values).to.deep.equal(APPLIED);
    });

    it('loads the module with all targets where there is no configfs', () => {
      stand.command('modprobe');
      stand.command('mount', 'exit 1');
      const { status, stderr } = run(['--apply'], { NETCONSOLE_CONFIGFS: '/nowhere/netconsole' });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      expect(stand.calls).to.deep.equal([
        'modprobe <netconsole>',
        'mount <-t> <configfs> <none> </nowhere>',
        'modprobe <-r> <netconsole>',
        `modprobe <netconsole> <${PARAMETER}>`,
      ]);
    });
  });
}

describe('--apply', () => {
  it('changes nothing when the way to one target is not complete', function () {
    if (!hasNetwork()) this.skip();
    const stand = new ShellStand();
    const kernel = new FakeKernel();
    const tree = new ConfigfsTree(stand);
    const form = writeForm('script', settingsOf([{}, { address: '172.16.0.1' }]));
    stand.write('script', 'impossible' in form ? '' : (form[0]?.text ?? ''));
    const script = join(stand.directory, 'script');
    const env = { ...kernel.env, ...tree.env };
    const { status, stderr } = runInTopology(['dash', script, '--apply'], env, stand.bin);
    expect(status).to.equal(111);
    expect(stderr).to.match(
      /^netconsole: No route to 172\.16\.0\.1: .*\nnetconsole: nothing was changed: /,
    );
    expect(tree.values).to.deep.equal({});
    const wrong = runInTopology(['dash', script, '--aply'], env);
    expect(wrong).to.deep.include({
      status: 100,
      stderr: "netconsole: unknown option '--aply'; the only one is --apply\n",
    });
    stand.remove();
    kernel.remove();
  });
});
