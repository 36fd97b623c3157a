import { expect } from 'chai';
import { FORM_NAMES, printForm, writeForm, type FormName } from '../../../lib/setup/forms/forms.ts';
import type { FormPart } from '../../../lib/setup/forms/form.ts';
import { formatParameter } from '../../../lib/setup/parameter.ts';
import { decodeDatagrams } from '../../../lib/setup/doctor/datagram-decoder.ts';
import type { SenderSettings } from '../../../lib/setup/sender-settings.ts';
import { openUdpReceiver } from '../../commands/udp-receiver.ts';
import { hasProgram } from '../../servers/unpacked-tools.ts';
import { settingsOf } from '../arbitrary-settings.ts';
import { SHELLS, ShellStand, hasShell } from '../shell-stand.ts';

const SETTINGS = settingsOf(
  [{ device: 'eth0', mac: '02:00:00:00:00:01', sourcePort: 6665 }, { address: '2001:db8::1' }],
  { extended: true, release: true },
);
const VALUE = formatParameter(SETTINGS);

function partsOf(name: FormName, settings: SenderSettings = SETTINGS): readonly FormPart[] {
  const form = writeForm(name, settings);
  if ('impossible' in form) throw new Error(form.impossible);
  return form;
}

function textOf(name: FormName, index = 0, settings = SETTINGS): string {
  const part = partsOf(name, settings)[index];
  if (part === undefined) throw new Error(`${name} has no part ${index}`);
  return part.text;
}

describe('forms', () => {
  it('have the parameter with a ; between targets', () => {
    expect(VALUE).to.equal('+r6665@/eth0,@192.0.2.1/02:00:00:00:00:01;+r@/,@2001:db8::1/');
    expect(textOf('cmdline')).to.equal(`netconsole=${VALUE}\n`);
  });

  it('begin each part with one comment that names the form', () => {
    for (const name of FORM_NAMES) {
      const text = printForm(name, writeForm(name, SETTINGS));
      const comments = text.split('\n').filter((line) => line.startsWith(`# ${name}: `));
      expect(comments, name).to.have.length(partsOf(name).length);
      for (const { comment } of partsOf(name)) expect(comment).not.to.include('\n');
    }
  });

  it('that carry the parameter point to configfs when it is too long', () => {
    const address = '2001:db8:1111:2222:3333:4444:5555:6666';
    const long = settingsOf(Array.from({ length: 6 }, () => ({ address, device: 'eth0' })));
    expect(formatParameter(long).length).to.be.above(255);
    for (const name of ['cmdline', 'grub', 'uboot', 'modprobe', 'modprobe.d', 'rcS'] as const) {
      expect(writeForm(name, long)).to.deep.equal({
        impossible: `the parameter has ${formatParameter(long).length} characters and the kernel keeps 255; use --for configfs`,
      });
    }
    expect(textOf('systemd', 0, long)).to.include('ExecStart=/usr/local/sbin/netconsole-sender\n');
    expect(printForm('cmdline', writeForm('cmdline', long))).to.match(/^# cmdline: not possible: /);
  });

  it('but configfs and script carry an interface given by its MAC address', () => {
    const byMac = settingsOf([{ device: '02:00:00:00:00:aa' }], { sysdata: ['cpu'] });
    for (const name of ['configfs', 'script', 'systemd'] as const) {
      expect(writeForm(name, byMac)).to.have.property('impossible');
    }
    expect(textOf('cmdline', 0, byMac)).to.equal('netconsole=@/02:00:00:00:00:aa,@192.0.2.1/\n');
  });

  it('are the same with files apart, for programs', () => {
    expect(partsOf('modprobe.d')[0]?.files).to.deep.equal([
      {
        path: '/etc/modprobe.d/netconsole.conf',
        mode: '0644',
        content: `options netconsole netconsole=${VALUE}\n`,
      },
      { path: '/etc/modules-load.d/netconsole.conf', mode: '0644', content: 'netconsole\n' },
    ]);
  });
});

for (const shell of SHELLS) {
  describe(`forms typed into ${shell.name}`, () => {
    before(function () {
      if (!hasShell(shell)) this.skip();
    });

    let stand: ShellStand;
    beforeEach(() => {
      stand = new ShellStand();
    });
    afterEach(() => stand.remove());

    function type(text: string, moved: readonly string[] = []): string[] {
      const { status, stderr } = stand.run(text, shell, { moved });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      return stand.calls;
    }

    it('modprobe', () => {
      stand.command('modprobe');
      expect(type(textOf('modprobe'))).to.deep.equal([
        'modprobe <-r> <netconsole>',
        `modprobe <netconsole> <netconsole=${VALUE}>`,
      ]);
    });

    it('rcS, with modprobe and without', () => {
      stand.command('dmesg');
      stand.command('uname', 'echo 6.1.0');
      stand.command('modprobe', 'exit 1');
      stand.command('insmod');
      expect(type(textOf('rcS'))).to.deep.equal([
        `modprobe <netconsole> <netconsole=${VALUE}>`,
        'uname <-r>',
        `insmod </lib/modules/6.1.0/kernel/drivers/net/netconsole.ko> <netconsole=${VALUE}>`,
        'dmesg <-n> <8>',
      ]);
    });

    it('modprobe.d, each line once', () => {
      const files = ['/etc/modprobe.d/netconsole.conf', '/etc/modules-load.d/netconsole.conf'];
      type(textOf('modprobe.d'), files);
      expect(stand.read(files[0] ?? '')).to.equal(`options netconsole netconsole=${VALUE}\n`);
      expect(stand.read(files[1] ?? '')).to.equal('netconsole\n');
      stand.write('/etc/modules', 'loop\n');
      for (const _ of [1, 2]) type(textOf('modprobe.d', 1), ['/etc/modules']);
      expect(stand.read('/etc/modules')).to.equal('loop\nnetconsole\n');
    });

    it('grub: Debian reads its file, GRUB removes the quotes', () => {
      stand.command('update-grub');
      const file = '/etc/default/grub.d/netconsole.cfg';
      expect(type(textOf('grub'), [file])).to.deep.equal(['update-grub <>']);
      // The shell of update-grub reads the file, and GRUB's script, whose quotes are the shell's, the result.
      stand.command('linux');
      const read = `GRUB_CMDLINE_LINUX=quiet; . .${file}; eval "linux $GRUB_CMDLINE_LINUX"`;
      expect(type(read).at(-1)).to.equal(
        `linux <quiet> <netconsole.netconsole=${VALUE}> <modules_load=netconsole>`,
      );
    });

    it('grub: grubby', () => {
      stand.command('grubby');
      expect(type(textOf('grub', 1))).to.deep.equal([
        `grubby <--update-kernel=ALL> <--args=netconsole.netconsole=${VALUE} modules_load=netconsole>`,
      ]);
    });

    it('uboot: the real fw_setenv keeps the value, once', function () {
      if (!hasProgram('fw_setenv')) {
        process.stdout.write('skipped: no fw_setenv here\n');
        this.skip();
      }
      const config = `${stand.directory}/fw_env.config`;
      stand.write('env.bin', '\0'.repeat(0x2000));
      stand.write('fw_env.config', `${stand.directory}/env.bin 0x0 0x2000\n`);
      stand.write('initial.txt', 'bootargs=console=ttyS0 netconsole=@/eth9,@192.0.2.9/ quiet\n');
      const real = (name: string): string =>
        `PATH=\${PATH#*:} ${name} -c ${config} -f ${stand.directory}/initial.txt "$@"`;
      stand.command('fw_setenv', real('fw_setenv'));
      stand.command('fw_printenv', real('fw_printenv'));
      for (const _ of [1, 2]) stand.run(textOf('uboot'), shell);
      const { stdout } = stand.run('fw_printenv -n bootargs', shell);
      expect(stdout).to.equal(`console=ttyS0 quiet netconsole=${VALUE}\n`);
    });

    it('firewalld', () => {
      stand.command('firewall-cmd');
      const from = settingsOf([{ port: 514, sourceAddress: '192.0.2.10' }, {}]);
      expect(type(textOf('firewalld', 0, from))).to.deep.equal([
        'firewall-cmd <--permanent> <--add-rich-rule=rule family="ipv4" source address="192.0.2.10" port port="514" protocol="udp" accept>',
        'firewall-cmd <--permanent> <--add-port=6666/udp>',
        'firewall-cmd <--reload>',
      ]);
    });

    it('heartbeat: both write the line that the relay knows', () => {
      const units = ['service', 'timer'].map(
        (kind) => `/etc/systemd/system/netconsole-heartbeat.${kind}`,
      );
      stand.command('systemctl');
      expect(type(textOf('heartbeat'), units)).to.deep.equal([
        'systemctl <daemon-reload>',
        'systemctl <enable> <--now> <netconsole-heartbeat.timer>',
      ]);
      const command = /^ExecStart=(.*)$/m.exec(stand.read(units[0] ?? ''))?.[1] ?? '';
      type(textOf('heartbeat', 1), ['/etc/cron.d/netconsole-heartbeat']);
      const cron = stand.read('/etc/cron.d/netconsole-heartbeat');
      expect(cron).to.match(/^\* \* \* \* \* root echo /);
      for (const line of [command, cron.replace('* * * * * root ', '')]) {
        type(line, ['/dev/kmsg']);
        expect(stand.read('/dev/kmsg')).to.equal('<6>netconsole-relay: heartbeat\n');
      }
    });

    it('test: a line to /dev/kmsg, and the list of SysRq keys', () => {
      stand.command('dmesg');
      expect(type(textOf('test'), ['/dev/kmsg'])).to.deep.equal(['dmesg <-n> <8>']);
      expect(stand.read('/dev/kmsg')).to.equal('<3>netconsole-test\n');
      type(textOf('test', 1), ['/proc/sysrq-trigger']);
      expect(stand.read('/proc/sysrq-trigger')).to.equal('h\n');
    });

    for (const [extended, format] of [
      [true, 'netconsole-extended'],
      [false, 'netconsole-basic'],
    ] as const) {
      it(`test: a raw packet arrives, ${format}`, async () => {
        const receiver = await openUdpReceiver();
        const settings = settingsOf([{ address: '127.0.0.1', port: receiver.port }], { extended });
        stand.command('nc', 'cat');
        const { stdout } = stand.run(textOf('test', 2, settings), shell);
        const text = (await receiver.take(1))[0]?.text ?? '';
        receiver.close();
        expect(stand.calls).to.deep.equal([`nc <-u> <-w> <1> <127.0.0.1> <${receiver.port}>`]);
        expect(text).to.equal(stdout);
        const datagram = { ms: 0, address: '127.0.0.1', port: 1, bytes: Buffer.from(text) };
        const [event] = decodeDatagrams([datagram]);
        expect(event).to.include({ format, message: 'netconsole-test: raw packet' });
      });
    }
  });
}
