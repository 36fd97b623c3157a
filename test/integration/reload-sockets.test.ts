import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import { IS_GENTLE, RunningRelay, sendAll } from './running-relay.ts';

const config = (file: string): string => `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
hosts: { names: { 127.0.0.1: web1 } }
destinations: { files: { type: file, path: DIR/${file} } }
`;
const LINE = '[    1.000000] text\n';
const isOneLine = (text: string): boolean => text.split('\n').length === 2;

/** With these sources, by name and port. */
const sources = (...named: [string, number][]): string => {
  const all = named.map(([name, port]) => `${name}: { type: udp, listen: "127.0.0.1:${port}" }`);
  return config('one.log').replace(/sources: .*/, `sources: { ${all.join(', ')} }`);
};

/** With one source that has a small receive buffer. */
const small = (name: string, address: string): string =>
  config('one.log')
    .replace('kernel:', `${name}:`)
    .replace('127.0.0.1:0"', `${address}", receiveBuffer: 64KiB`);

/** A port that nobody uses now. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(() => resolve());
  });
  return port;
}

describe('sockets over a reload', () => {
  let relay: RunningRelay;

  beforeEach(async () => {
    relay = await RunningRelay.start({ config: config('one.log') });
  });

  afterEach(async () => {
    await relay.stop('SIGKILL');
  });

  it('asks for another receive buffer on the socket that it has', async () => {
    const port = relay.port('kernel');
    relay.write(config('one.log').replace(':0"', ':0", receiveBuffer: 1GiB'));
    await relay.reload();
    expect(relay.port('kernel')).to.equal(port);
    expect(relay.child.stderr).to.include(' instead of 1GiB; raise net.core.rmem_max');
    relay.write(config('one.log').replace(':0"', ':0", receiveBuffer: 64KiB'));
    const told = relay.child.stderr.length;
    await relay.reload();
    expect(relay.child.stderr.slice(told)).not.to.include(' instead of ');
    await sendAll([LINE], port);
    await relay.file('one.log', isOneLine);
  });

  it('says that only a restart changes the address of a port it listens on', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    relay.write(config('one.log').replace('127.0.0.1:0', address));
    await relay.reload();
    relay.write(config('one.log').replace('127.0.0.1:0', address.replace('127.0.0.1', '0.0.0.0')));
    await relay.reload();
    expect(relay.child.stderr).to.include(
      'EADDRINUSE (address already in use); the relay itself listens on that port by another address: restart it',
    );
    relay.write(
      config('one.log').replace('127.0.0.1:0', address.replace('127.0.0.1', '127.0.0.2')),
    );
    const told = relay.child.stderr.length;
    await relay.reload();
    expect(relay.child.stderr.slice(told)).to.include('configuration reloaded');
  });

  it('is as it was when a destination is refused, and takes the next configuration', async () => {
    const [kept, left, fresh] = [await freePort(), await freePort(), await freePort()];
    const before = sources(['a', kept], ['b', left]);
    relay.write(before);
    await relay.reload();
    relay.write(
      sources(['a', kept], ['c', fresh]).replace(
        'one.log }',
        'one.log }, alerts: { type: winston, module: no-such-package }',
      ),
    );
    const told = relay.child.stderr.length;
    await relay.reload();
    expect(relay.child.stderr.slice(told))
      .to.include('Cannot find the transport no-such-package')
      .and.to.include('stays in force')
      .and.not.to.include('EADDRINUSE');
    // What was opened for it is closed again.
    const other = createSocket('udp4').bind(fresh, '127.0.0.1');
    await once(other, 'listening');
    await new Promise<void>((resolve) => {
      other.close(() => resolve());
    });
    await sendAll([LINE], left);
    await relay.file('one.log', isOneLine);
    relay.write(before.replace('one.log', 'two.log'));
    await relay.reload();
    expect(relay.child.stderr.match(/stays in force/g)).to.have.length(1);
    await sendAll([LINE], left);
    await relay.file('two.log', isOneLine);
    expect(await relay.child.stop()).to.equal(0);
    expect(relay.child.stderr).to.match(/source b: 2 datagrams = 2 events/);
  });

  it('counts what the kernel dropped on a socket that is closed since', async function () {
    if (IS_GENTLE) {
      console.log('      skipped: the portable receiver does not know what the kernel drops');
      this.skip();
    }
    const address = `127.0.0.1:${await freePort()}`;
    const flood = async (name: string): Promise<void> => {
      relay.child.process.kill('SIGSTOP');
      await sendAll(
        Array.from({ length: 2000 }, () => LINE),
        relay.port(name),
      );
      relay.child.process.kill('SIGCONT');
    };
    relay.write(small('first', address));
    await relay.reload();
    await flood('first');
    // Another name for the same socket, and then another socket.
    relay.write(small('second', address));
    await relay.reload();
    await flood('second');
    relay.write(small('third', '127.0.0.1:0'));
    await relay.reload();
    expect(await relay.child.stop()).to.equal(0);
    const counts = ['first', 'second'].map((name) => {
      const account = new RegExp(
        `source ${name}: (\\d+) datagrams = \\1 events; 0 signals, (\\d+) dropped by the kernel`,
      );
      const [, events = '', dropped = ''] = account.exec(relay.child.stderr) ?? [];
      expect(Number(dropped), name).to.be.above(0);
      return Number(events) + Number(dropped);
    });
    expect(counts[0] ?? 0).to.be.at.most(2000);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).to.equal(4000);
  });
});
