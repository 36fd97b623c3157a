import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { RunningRelay, sendAll } from './running-relay.ts';

const config = (file: string): string => `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
hosts: { names: { 127.0.0.1: web1 } }
destinations: { files: { type: file, path: DIR/${file} } }
`;
/** To standard output, with little time to stop. */
const SLOW = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { screen: { type: stdout, format: text } }
drainTimeout: 500ms
`;
const LINE = '[    1.000000] text\n';
const isOneLine = (text: string): boolean => text.split('\n').length === 2;

describe('reload', () => {
  let relay: RunningRelay;

  beforeEach(async () => {
    relay = await RunningRelay.start({ config: config('one.log') });
  });

  afterEach(async () => {
    await relay.stop('SIGKILL');
  });

  it('goes over to the new configuration and keeps the socket', async () => {
    const port = relay.port('kernel');
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
    relay.write(config('two.log'));
    await relay.reload();
    expect(relay.child.stderr.match(/listens on/g)).to.have.length(1);
    await sendAll([LINE], port);
    await relay.file('two.log', isOneLine);
    expect(isOneLine(await relay.file('one.log', () => true))).to.equal(true);
  });

  it('opens files that were moved again', async () => {
    const port = relay.port('kernel');
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
    renameSync(join(relay.directory, 'one.log'), join(relay.directory, 'old.log'));
    await relay.reload();
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
    expect(isOneLine(await relay.file('old.log', () => true))).to.equal(true);
  });

  it('stays with the old configuration when the new one is wrong, and says all that is wrong', async () => {
    relay.write(`${config('two.log')}nonsense: 1\nlogs: {}\n`);
    await relay.reload();
    expect(relay.child.stderr)
      .to.match(/relay\.yaml:\d+:1: .*nonsense/)
      .and.to.match(/relay\.yaml:\d+:1: .*logs/);
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('one.log', isOneLine);
  });

  it('opens files that were moved again, also when the new configuration is wrong', async () => {
    const port = relay.port('kernel');
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
    renameSync(join(relay.directory, 'one.log'), join(relay.directory, 'old.log'));
    relay.write(`${config('one.log')}nonsense: 1\n`);
    await relay.reload();
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
    expect(isOneLine(await relay.file('old.log', () => true))).to.equal(true);
  });

  it('is not begun any more while the relay stops', async () => {
    const slow = await RunningRelay.start({ config: SLOW });
    // Nobody reads its standard output, so that stopping takes until the deadline.
    slow.child.process.stdout?.pause();
    await sendAll(
      Array.from({ length: 300 }, () => `[    1.000000] ${'x'.repeat(5000)}\n`),
      slow.port('kernel'),
    );
    slow.child.process.kill('SIGTERM');
    // What is opened for it would never be closed.
    slow.write(config('two.log'));
    const hangups = setInterval(() => slow.child.process.kill('SIGHUP'), 20);
    await slow.child.printed(/drainTimeout passed/);
    clearInterval(hangups);
    slow.child.process.stdout?.resume();
    expect(await slow.child.exited).to.equal(99);
    expect(slow.child.stderr).not.to.include('configuration reloaded');
    await slow.stop();
  });

  it('never changes to another configuration because its own is gone', async () => {
    const searched = await RunningRelay.start({ config: config('one.log'), isSearched: true });
    for (const [each, file] of [
      [relay, relay.configFile],
      [searched, './netconsole-relay.yaml'],
    ] as const) {
      rmSync(each.configFile);
      await each.reload();
      expect(each.child.stderr)
        .to.include(
          `${file}: cannot read the configuration: ENOENT (no such file or directory); restore the file, or restart the relay to use another\n`,
        )
        .and.to.include('stays in force')
        .and.not.to.match(/source (?!kernel)\w+ listens/);
    }
    await sendAll([LINE], searched.port('kernel'));
    await searched.file('one.log', isOneLine);
    await searched.stop();
  });

  it('says what takes effect at the next start only', async () => {
    relay.write(`${config('one.log')}shards: 2\n`);
    await relay.reload();
    expect(relay.child.stderr).to.include(
      '`shards` has changed; restart the relay for it to take effect',
    );
    expect(relay.child.stderr).not.to.include('`log` has changed');
  });

  it('stays with the old configuration when the system refuses the new one', async () => {
    const other = await RunningRelay.start({ config: config('one.log') });
    const taken = `127.0.0.1:${other.port('kernel')}`;
    relay.write(config('two.log').replace('127.0.0.1:0', taken));
    await relay.reload();
    await other.stop();
    expect(relay.child.stderr).to.include(`Cannot bind UDP socket to ${taken}: EADDRINUSE`);
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('one.log', isOneLine);
  });

  it('loses nothing that comes while it reloads', async () => {
    const port = relay.port('kernel');
    const sending = (async () => {
      for (let i = 0; i < 40; i++)
        await sendAll(
          Array.from({ length: 50 }, () => LINE),
          port,
        );
    })();
    for (let round = 0; round < 5; round++) {
      relay.write(config(round % 2 === 0 ? 'two.log' : 'one.log'));
      await relay.reload();
    }
    await sending;
    expect(await relay.child.stop()).to.equal(0);
    const texts = await Promise.all(
      ['one.log', 'two.log'].map((name) => relay.file(name, () => true)),
    );
    const lines = texts.flatMap((text) => text.split('\n').slice(0, -1));
    expect(lines).to.have.length(2000);
    expect(relay.child.stderr).to.include(
      'source kernel: 2000 datagrams = 2000 events; 0 signals, 0 dropped by the kernel',
    );
    expect(relay.child.stderr).to.include('destination files: 2000 routed = 2000 delivered\n');
  });
});
