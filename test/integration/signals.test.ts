import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningRelay, sendAll } from './running-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: DIR/kernel.log } }
`;
/** Nobody reads its standard output, so that stopping takes until the deadline. */
const SLOW = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { screen: { type: stdout, format: text } }
drainTimeout: 5s
`;
const LINE = '[    1.000000] text\n';
const LONG_LINES = Array.from({ length: 300 }, () => `[    1.000000] ${'x'.repeat(5000)}\n`);
const isOneLine = (text: string): boolean => text.split('\n').length === 2;
/** The handler of SIGUSR2 is installed last; Node itself handles SIGTERM and SIGUSR1 before. */
const SIGUSR2_BIT = 1n << 11n;

/** Resolves when the process handles all signals. */
async function handlesSignals(pid: number): Promise<void> {
  for (;;) {
    const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)/m.exec(status(pid)) ?? [];
    if ((BigInt(`0x${mask}`) & SIGUSR2_BIT) !== 0n) return;
    await pause(1);
  }
}

function status(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}

describe('signals', () => {
  let relay: RunningRelay;

  afterEach(async () => {
    await relay.stop('SIGKILL');
  });

  it('neither kill the relay nor open the debugger before it is ready, and take effect afterwards', async () => {
    relay = RunningRelay.startOnly({ config: CONFIG });
    await handlesSignals(relay.child.process.pid ?? 0);
    for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const) {
      relay.child.process.kill(signal);
    }
    await relay.child.printed(/\bready\b/);
    await relay.child.printed(/configuration reloaded/);
    expect(await relay.child.stop()).to.equal(0);
    expect(relay.child.stderr)
      .to.match(/files are opened anew/)
      .and.to.match(/source kernel: 0 datagrams[^]*source kernel: 0 datagrams/)
      .and.not.to.match(/[Dd]ebugger/);
  });

  it('stop the relay as soon as it handles them', async () => {
    relay = RunningRelay.startOnly({ config: CONFIG });
    await handlesSignals(relay.child.process.pid ?? 0);
    expect(await relay.child.stop()).to.equal(0);
  });

  it('make it open its files anew: SIGUSR1', async () => {
    relay = await RunningRelay.start({ config: CONFIG });
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('kernel.log', isOneLine);
    renameSync(join(relay.directory, 'kernel.log'), join(relay.directory, 'old.log'));
    relay.child.process.kill('SIGUSR1');
    await relay.child.printed(/files are opened anew/);
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('kernel.log', isOneLine);
    expect(isOneLine(await relay.file('old.log', () => true))).to.equal(true);
  });

  it('make it log the accounts so far, whatever the log level: SIGUSR2', async () => {
    relay = await RunningRelay.start({ config: CONFIG });
    await sendAll([LINE, LINE], relay.port('kernel'));
    await relay.file('kernel.log', (text) => text.split('\n').length === 3);
    // The line is in the file a moment before the account knows that.
    const { child } = relay;
    while (!child.stderr.includes('destination files: 2 routed = 2 delivered')) {
      const told = child.stderr.length;
      child.process.kill('SIGUSR2');
      await child.printedAfter(told, /destination files: .*\n/);
    }
    expect(child.stderr).to.include('source kernel: 2 datagrams = 2 events');
    expect(existsSync(join(relay.directory, 'kernel.log'))).to.equal(true);
  });

  it('that repeat SIGTERM within a second belong to the same stop', async () => {
    relay = await RunningRelay.start({ config: CONFIG });
    await sendAll(
      Array.from({ length: 200 }, () => LINE),
      relay.port('kernel'),
    );
    relay.child.process.kill('SIGTERM');
    relay.child.process.kill('SIGINT');
    await pause(2);
    relay.child.process.kill('SIGTERM');
    expect(await relay.child.exited).to.equal(0);
    expect(relay.child.stderr)
      // The kernel delivers pending signals by number.
      .to.match(/notice SIG(TERM|INT): stopping, within drainTimeout \(\d+s\)$/m)
      .and.to.match(/notice destination files: 200 routed = 200 delivered$/m);
  });

  it('that repeat SIGTERM later end it at once, with the number of undelivered events', async () => {
    relay = await RunningRelay.start({ config: SLOW });
    relay.child.process.stdout?.pause();
    await sendAll(LONG_LINES, relay.port('kernel'));
    const startedMs = performance.now();
    relay.child.process.kill('SIGTERM');
    await pause(1300);
    relay.child.process.kill('SIGTERM');
    await relay.child.printed(/stopped at once by a second signal: [1-9]\d* events undelivered/);
    relay.child.process.stdout?.resume();
    expect(await relay.child.exited).to.equal(99);
    expect(performance.now() - startedMs).to.be.below(4000);
  });
});
