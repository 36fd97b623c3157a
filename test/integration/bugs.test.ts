import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { RunningRelay, sendAll } from './running-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: DIR/kernel.log } }
`;

/** Loaded before the program, in every thread of it: breaks one of them when asked to. */
const BREAKER = pathToFileURL(join(import.meta.dirname, 'break-thread.mjs')).href;

const IS_PORTABLE = process.env['NETCONSOLE_RELAY_RECEIVER'] === 'dgram';

describe('bugs of ours', () => {
  const directory = mkdtempSync(join(tmpdir(), 'break-'));
  const trigger = join(directory, 'now');
  let relay: RunningRelay;

  beforeEach(async () => {
    relay = await RunningRelay.start({
      config: CONFIG,
      node: ['--import', BREAKER],
      env: { BREAK_SHARD: trigger },
    });
  });

  afterEach(async () => {
    await relay.stop('SIGKILL');
    rmSync(trigger, { force: true });
  });

  after(() => rmSync(directory, { recursive: true }));

  it('end the process with 101 within a second when the main thread throws, though a shard waits in the kernel', async () => {
    const startedMs = performance.now();
    relay.child.process.kill('SIGUSR2');
    expect(await relay.child.exited).to.equal(101);
    expect(performance.now() - startedMs).to.be.below(1000);
    expect(relay.child.stderr).to.include('broken on purpose');
  });

  it('restart a shard that throws, and count what it held', async () => {
    const port = relay.port('kernel');
    writeFileSync(trigger, '');
    await sendAll(['[    1.000000] lost\n'], port);
    await relay.child.printed(/Shard 0 died of a bug: .*broken on purpose/);
    rmSync(trigger);
    // The sockets of the portable receiver die with their thread.
    if (IS_PORTABLE) await relay.child.printed(/shard 0 runs again/);
    await sendAll(['[    2.000000] after\n'], port);
    await relay.file('kernel.log', (text) => text.includes('after'));
    expect(await relay.child.stop()).to.equal(0);
    // A shard that looks at the clock before the datagram arrives leaves it in the socket for the next one.
    expect(relay.child.stderr).to.match(
      /source kernel: 2 datagrams = (1 event \+ 1 lostInCrash|2 events);/,
    );
  });

  it('are told when a shard throws while the relay stops, and what it held is counted', async () => {
    await sendAll(['[    1.000000] text\n', '6,1,2,-,ncfrag=0/8;abcd'], relay.port('kernel'));
    await relay.file('kernel.log', (text) => text.includes('text'));
    writeFileSync(trigger, '');
    await relay.child.stop();
    expect(relay.child.stderr).to.match(/Shard 0 died of a bug: .*broken on purpose/);
    expect(relay.child.stderr).to.match(/source kernel: 2 datagrams = 1 event \+ 1 lostInCrash/);
  });

  it('end the process with 101 when shards die five times within a minute', async () => {
    writeFileSync(trigger, '');
    await sendAll(['[    1.000000] lost\n'], relay.port('kernel'));
    expect(await relay.child.exited).to.equal(101);
    expect(relay.child.stderr.match(/Shard 0 died/g)).to.have.length(5);
  });
});
