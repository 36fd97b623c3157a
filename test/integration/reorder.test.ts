import { expect } from 'chai';
import { RunningRelay, sendAll } from './running-relay.ts';

const config = (wait: string): string => `
sources:
  kernel: { type: udp, listen: "127.0.0.1:0", reorderWait: ${wait} }
hosts: { names: { 127.0.0.1: web1 } }
destinations:
  files: { type: file, path: DIR/$HOST.log, template: "$SEQUENCE $MSGONLY" }
`;

const record = (sequence: number): string => `6,${sequence},${50_000_000 + sequence},-;text\n`;
const lines = (...sequences: number[]): string =>
  sequences.map((sequence) => `${sequence} text\n`).join('');

describe('reorderWait', () => {
  let relay: RunningRelay;

  afterEach(async () => {
    await relay.stop('SIGKILL');
  });

  /** Resolves with the file once it is as long as `expected`. */
  const written = (expected: string): Promise<string> =>
    relay.file('web1.log', (text) => text.length >= expected.length);

  it('brings records into order before they are written', async () => {
    relay = await RunningRelay.start({ config: config('10s') });
    await sendAll([10, 13, 11, 14, 12].map(record), relay.port('kernel'));
    const expected = lines(10, 11, 12, 13, 14);
    expect(await written(expected)).to.equal(expected);
  });

  it('writes what waited in vain when the wait is over, though nothing else comes', async () => {
    relay = await RunningRelay.start({ config: config('200ms') });
    const begin = performance.now();
    await sendAll([10, 13, 12].map(record), relay.port('kernel'));
    const expected = lines(10, 12, 13);
    expect(await written(expected)).to.equal(expected);
    expect(performance.now() - begin).to.be.within(200, 5000);
  });

  it('writes what waits at the end, and accounts for it', async () => {
    relay = await RunningRelay.start({ config: config('1m') });
    await sendAll([10, 13, 12].map(record), relay.port('kernel'));
    await written(lines(10));
    expect(await relay.child.stop()).to.equal(0);
    const expected = lines(10, 12, 13);
    expect(await written(expected)).to.equal(expected);
    expect(relay.child.stderr).to.match(/3 datagrams = 3 events/);
  });

  it('goes on waiting over a reload', async () => {
    relay = await RunningRelay.start({ config: config('1m') });
    const told = relay.child.stderr.length;
    const port = relay.port('kernel');
    await sendAll([10, 12].map(record), port);
    await written(lines(10));
    relay.child.process.kill('SIGHUP');
    await relay.child.printedAfter(told, /configuration reloaded/);
    expect(await written(lines(10))).to.equal(lines(10));
    expect(await relay.child.stop()).to.equal(0);
    expect(await written(lines(10, 12))).to.equal(lines(10, 12));
  });
});
