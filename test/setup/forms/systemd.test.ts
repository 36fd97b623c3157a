import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { writeForm, type FormName } from '../../../lib/setup/forms/forms.ts';
import type { FormFile } from '../../../lib/setup/forms/form.ts';
import { formatParameter } from '../../../lib/setup/parameter.ts';
import type { SenderSettings } from '../../../lib/setup/sender-settings.ts';
import { hasProgram } from '../../servers/unpacked-tools.ts';
import { settingsOf } from '../arbitrary-settings.ts';

const TWO = settingsOf([{ device: 'eth0' }, { address: '2001:db8::1' }], { extended: true });
const USERDATA = settingsOf([{}], {
  extended: true,
  userdata: [{ key: 'host', value: "it's $x %h" }],
});

function filesOf(name: FormName, settings: SenderSettings): readonly FormFile[] {
  const form = writeForm(name, settings);
  return 'impossible' in form ? [] : form.flatMap(({ files }) => files);
}

describe('systemd units', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'units-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  before(function () {
    if (hasProgram('systemd-analyze')) return;
    process.stdout.write('skipped: no systemd-analyze here\n');
    this.skip();
  });

  /** Writes the files, with programs that this machine may not have replaced, and lets systemd judge the units. */
  function verify(files: readonly FormFile[]): { status: number | null; stderr: string } {
    const script = join(directory, 'netconsole-sender');
    for (const { path, mode, content } of files) {
      const file = join(directory, basename(path));
      const text = content
        .replaceAll('/sbin/modprobe', '/bin/true')
        .replaceAll('/usr/local/sbin/netconsole-sender', script);
      writeFileSync(file, text);
      chmodSync(file, Number.parseInt(mode, 8));
    }
    const units = files
      .map(({ path }) => join(directory, basename(path)))
      .filter((path) => /\.(?:service|timer)$/.test(path));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
      encoding: 'utf8',
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${directory}:` },
    });
    return { status, stderr };
  }

  it('load the module with the parameter', () => {
    const files = filesOf('systemd', TWO);
    expect(files.map(({ path }) => path)).to.deep.equal([
      '/etc/systemd/system/netconsole-sender.service',
    ]);
    expect(files[0]?.content).to.include(
      `ExecStart=/sbin/modprobe netconsole "netconsole=${formatParameter(TWO)}"\n`,
    );
    expect(verify(files)).to.deep.equal({ status: 0, stderr: '' });
  });

  it('run the configfs script for userdata', () => {
    const files = filesOf('systemd', USERDATA);
    expect(files.map(({ path, mode }) => [path, mode])).to.deep.equal([
      ['/usr/local/sbin/netconsole-sender', '0755'],
      ['/etc/systemd/system/netconsole-sender.service', '0644'],
    ]);
    expect(verify(files)).to.deep.equal({ status: 0, stderr: '' });
  });

  it('send the heartbeat', () => {
    const files = filesOf('heartbeat', TWO).filter(({ path }) => path.includes('systemd'));
    expect(files).to.have.length(2);
    expect(verify(files)).to.deep.equal({ status: 0, stderr: '' });
  });
});
