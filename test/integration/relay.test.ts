import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { IS_GENTLE, MAIN, RunningRelay, sendAll } from './running-relay.ts';

const FILES = `
sources:
  kernel: { type: udp, listen: "127.0.0.1:0", format: auto }
hosts: { names: { 127.0.0.1: web1 } }
destinations:
  netconsole: { type: file, path: DIR/$HOST/netconsole.log }
  syslog: { type: file, path: DIR/$HOST/syslog.log }
routes:
  - { when: { format: netconsole }, to: [netconsole], final: true }
  - { to: [syslog] }
`;

const CAPTURES = join(import.meta.dirname, '../captures');
const WITHOUT_KOFFI = join(import.meta.dirname, 'without-koffi.cjs');
const KERNEL_LINE = '[    1.000000] usb 1-1: new device\n';

/** The messages of a recording's events, as `parse` decodes them. */
function messagesOf(recording: string): string[] {
  const { stdout, status } = spawnSync(
    process.execPath,
    [MAIN, 'parse', join(CAPTURES, recording)],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  expect(status).to.equal(0);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string });
  return events.map(({ message }) => message);
}

describe('relay', () => {
  const running: RunningRelay[] = [];
  const start = async (options: Partial<Parameters<typeof RunningRelay.start>[0]> = {}) => {
    const relay = await RunningRelay.start({ config: FILES, ...options });
    running.push(relay);
    return relay;
  };

  afterEach(async () => {
    for (const relay of running.splice(0)) await relay.stop('SIGKILL');
  });

  for (const recording of ['6.12.95-ext-sysrq-panic.jsonl', '6.1.192-basic-sysrq-panic.jsonl']) {
    it(`writes ${recording} line by line, readable as dmesg`, async function () {
      this.timeout(60_000);
      const relay = await start();
      const to = `127.0.0.1:${relay.port('kernel')}`;
      const speed = IS_GENTLE ? '1' : '20';
      const replay = [MAIN, 'replay', join(CAPTURES, recording), '--to', to, '--speed', speed];
      expect(spawnSync(process.execPath, replay).status).to.equal(0);
      const expected = messagesOf(recording)
        .flatMap((message) => message.split('\n'))
        .filter((line) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(line));
      const text = await relay.file('web1/netconsole.log', (t) =>
        t.includes(expected.at(-1) ?? ''),
      );
      expect(await relay.child.stop()).to.equal(0);
      const line = /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}[+-]\d\d:\d\d web1 (\[ *\d+\.\d{6}\] )?(.*)$/;
      const written = text
        .trimEnd()
        .split('\n')
        .map((each) => line.exec(each)?.[2]);
      expect(written).to.not.include(undefined);
      expect(written.filter((each) => expected.includes(each as string))).to.deep.equal(expected);
    });
  }

  it('tells netconsole and syslog apart', async () => {
    const relay = await start();
    const rfc3164 = '<13>Oct 11 22:14:15 db1 su[42]: failed';
    const rfc5424 = '<165>1 2003-10-11T22:14:15.003Z db1 evntslog 7 ID47 - An event';
    await sendAll([KERNEL_LINE, rfc3164, '6,1,2,-;extended\n', rfc5424], relay.port('kernel'));
    const syslog = await relay.file('web1/syslog.log', (text) => text.split('\n').length === 3);
    const kernel = await relay.file('web1/netconsole.log', (text) => text.split('\n').length === 3);
    expect(syslog.split('\n').map((line) => line.slice(33))).to.deep.equal([
      'web1 su[42]: failed',
      'web1 evntslog[7]: An event',
      '',
    ]);
    expect(kernel.split('\n').map((line) => line.slice(33))).to.deep.equal([
      'web1 [    1.000000] usb 1-1: new device',
      'web1 [    0.000002] extended',
      '',
    ]);
  });

  it('accounts for every datagram at the end', async () => {
    const relay = await start({ parameters: ['--shards', '2'] });
    const lines = Array.from({ length: 500 }, (_, i) => `6,${i + 10},${i + 1},-;line ${i}\n`);
    await sendAll(
      [...lines, lines[0] as string, '', '\0\0', '<13>Oct 11 22:14:15 h p: m'],
      relay.port('kernel'),
    );
    await relay.file('web1/syslog.log', (text) => text.endsWith('\n'));
    expect(await relay.child.stop()).to.equal(0);
    expect(relay.child.stderr).to.include(
      'source kernel: 504 datagrams = 501 events + 1 duplicate + 2 empty; 0 signals, 0 dropped by the kernel',
    );
    expect(relay.child.stderr).to.include('destination netconsole: 500 routed = 500 delivered\n');
    expect(relay.child.stderr).to.include('destination syslog: 1 routed = 1 delivered\n');
  });

  it('delivers what it received before SIGTERM', async () => {
    const relay = await start();
    const lines = Array.from({ length: 5000 }, (_, i) => `[    1.000000] line ${i}\n`);
    await sendAll(lines, relay.port('kernel'));
    expect(await relay.child.stop()).to.equal(0);
    const text = await relay.file('web1/netconsole.log', () => true);
    expect(text.split('\n')).to.have.length(5001);
  });

  it('takes a burst that waits for it whole and in order', async function () {
    // Only root gets a buffer that holds the burst; the portable receiver asks for none.
    if (process.getuid?.() !== 0 || process.env['NETCONSOLE_RELAY_RECEIVER'] === 'dgram') {
      process.stdout.write('skipped: needs a receive buffer beyond the system limit\n');
      this.skip();
    }
    const relay = await start();
    const lines = Array.from({ length: 20_000 }, (_, i) => `[    1.000000] line ${i}\n`);
    relay.child.process.kill('SIGSTOP');
    await sendAll(lines, relay.port('kernel'));
    relay.child.process.kill('SIGCONT');
    const text = await relay.file('web1/netconsole.log', (t) => t.includes(' line 19999\n'));
    expect(text.match(/line \d+$/gm)).to.deep.equal(lines.map((line) => line.slice(15, -1)));
    expect(await relay.child.stop()).to.equal(0);
    expect(relay.child.stderr).to.include('source kernel: 20000 datagrams = 20000 events;');
  });

  it('hears IPv6 and IPv4 on one port', async () => {
    const relay = await start({
      config: FILES.replace('127.0.0.1:0', '[::]:0').replace(
        '127.0.0.1: web1',
        '"::1": web6, 127.0.0.1: web4',
      ),
    });
    await sendAll([KERNEL_LINE], relay.port('kernel'), '::1');
    await sendAll([KERNEL_LINE], relay.port('kernel'));
    for (const host of ['web4', 'web6'])
      await relay.file(`${host}/netconsole.log`, (text) => text.endsWith('\n'));
  });

  it('takes a datagram of 65,507 bytes whole', async () => {
    const relay = await start();
    await sendAll([`[    1.000000] ${'x'.repeat(65_491)}\n`], relay.port('kernel'));
    const text = await relay.file('web1/netconsole.log', (t) => t.endsWith('\n'));
    expect(text).to.have.length(33 + 5 + 15 + 65_491 + 1);
  });

  it('ends with 111 when another relay has the port, and says why', async () => {
    const first = await start();
    const taken = FILES.replace('127.0.0.1:0', `127.0.0.1:${first.port('kernel')}`);
    for (const shards of ['1', '2']) {
      const second = RunningRelay.startOnly({ config: taken, parameters: ['--shards', shards] });
      running.push(second);
      expect(await second.child.exited).to.equal(111);
      expect(second.child.stderr).to.match(
        /Cannot bind UDP socket to 127\.0\.0\.1:\d+: EADDRINUSE \(address already in use\); another program listens there/,
      );
    }
  });

  it('ends with 100 and every problem when the configuration is wrong', async () => {
    const relay = RunningRelay.startOnly({
      config: FILES.replace('type: udp', 'typ: udp').replace('to: [syslog]', 'to: [sylog]'),
    });
    running.push(relay);
    expect(await relay.child.exited).to.equal(100);
    const lines = relay.child.stderr.trimEnd().split('\n');
    expect(
      lines.every((line) => /relay\.yaml:\d+:\d+: .*; /.test(line)),
      lines.join('\n'),
    ).to.equal(true);
    expect(lines).to.have.length.at.least(2);
  });

  it('ends with 100 when files are to belong to nobody it knows', async () => {
    const relay = RunningRelay.startOnly({
      config: FILES.replace('netconsole.log }', 'netconsole.log, owner: no-such-user }'),
    });
    running.push(relay);
    expect(await relay.child.exited).to.equal(100);
    expect(relay.child.stderr).to.match(
      /relay\.yaml:\d+:\d+: `destinations\.\w+\.owner`: \/etc\/passwd has no user "no-such-user"; /,
    );
  });

  it('ends with 99 when what it received cannot be delivered before the deadline', async () => {
    const relay = await start({
      config: FILES.replace('DIR/$HOST/netconsole.log', 'DIR/fifo')
        .replace('type: file, path: DIR/fifo', 'type: stdout, format: text')
        .concat('drainTimeout: 300ms\n'),
    });
    // Nobody reads its standard output, so that the pipe fills.
    relay.child.process.stdout?.pause();
    await sendAll(
      Array.from({ length: 300 }, () => `[    1.000000] ${'x'.repeat(5000)}\n`),
      relay.port('kernel'),
    );
    relay.child.process.kill('SIGTERM');
    await relay.child.printed(/drainTimeout passed/);
    relay.child.process.stdout?.resume();
    expect(await relay.child.exited).to.equal(99);
    expect(relay.child.stderr).to.match(
      /destination netconsole: 300 routed = \d+ delivered \+ \d+ dropped \(drain-deadline\)/,
    );
  });

  it('receives with dgram where there is no binary of koffi, and says so', async () => {
    const env = { NETCONSOLE_RELAY_RECEIVER: '' };
    const relay = await start({ node: ['--require', WITHOUT_KOFFI], env });
    expect(relay.child.stderr).to.match(/warn receiving with dgram.*native Koffi module/);
    await sendAll([KERNEL_LINE], relay.port('kernel'));
    await relay.file('web1/netconsole.log', (text) => text.endsWith('usb 1-1: new device\n'));
    expect(await relay.child.stop()).to.equal(0);
  });

  it('is ready at every log level', async () => {
    const relay = await start({ config: `${FILES}log: { level: error }\n` });
    expect(relay.child.stderr.trimEnd().split('\n')).to.have.length(1);
  });
});
