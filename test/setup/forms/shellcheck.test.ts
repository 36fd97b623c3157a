import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { FORM_NAMES, writeForm } from '../../../lib/setup/forms/forms.ts';
import { hasProgram, pathWithTools } from '../../servers/unpacked-tools.ts';
import { settingsOf } from '../arbitrary-settings.ts';

/** Settings that between them use every line that forms can have. */
const SETTINGS = [
  settingsOf([{}]),
  settingsOf(
    [
      { device: 'eth0', mac: '02:00:00:00:00:01', sourceAddress: '192.0.2.10', port: 514 },
      { address: '2001:db8::1', sourceAddress: '2001:db8::10' },
      { address: 'fe80::1', device: 'eth1' },
    ],
    {
      extended: true,
      release: true,
      userdata: [{ key: "a'b", value: '$x `y` "z" \\ *' }],
      sysdata: ['cpu', 'taskname', 'msgid'],
    },
  ),
];

describe('shellcheck', () => {
  before(function () {
    if (hasProgram('shellcheck')) return;
    process.stdout.write('skipped: no shellcheck here\n');
    this.skip();
  });

  for (const [index, settings] of SETTINGS.entries()) {
    for (const name of FORM_NAMES) {
      it(`finds nothing in ${name}, settings ${index + 1}`, () => {
        const form = writeForm(name, settings);
        const parts = 'impossible' in form ? [] : form.filter(({ isShell }) => isShell);
        for (const { text } of parts) {
          const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', '-S', 'warning', '-'], {
            input: text,
            encoding: 'utf8',
            env: { ...process.env, PATH: pathWithTools() },
          });
          expect({ status, stdout }).to.deep.equal({ status: 0, stdout: '' });
        }
      });
    }
  }
});
