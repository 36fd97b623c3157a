import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { RunningRelay } from './running-relay.ts';
import { ended, sendLines } from './send-lines.ts';
import { StreamRelay } from './stream-relay.ts';

const BREAKER = pathToFileURL(join(import.meta.dirname, 'break-thread.mjs')).href;
const TCP = 'tcp: { type: tcp, listen: "127.0.0.1:0", format: syslog }';

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => {
    socket.write(text, () => resolve());
  });
}

describe('stream and socket sources', () => {
  let relay: StreamRelay | undefined;
  const directory = mkdtempSync(join(tmpdir(), 'streams-'));
  const trigger = join(directory, 'now');

  afterEach(async () => {
    await relay?.relay.stop('SIGKILL');
    relay = undefined;
    rmSync(trigger, { force: true });
  });

  after(() => rmSync(directory, { recursive: true }));

  const reload = async (sources: string): Promise<void> => {
    relay?.relay.write(`sources:\n  ${sources}\ndestinations: { out: { type: stdout } }\n`);
    await relay?.relay.reload();
  };

  it('recognise syslog and kernel text on one connection', async () => {
    relay = await StreamRelay.start('  tcp: { type: tcp, listen: "127.0.0.1:0" }');
    await sendLines(relay.relay.port('tcp'), [
      '<34>Oct 11 22:14:15 db1 su[42]: failed',
      '[  501.151268] usb 1-1: new device',
      '6,444,501151268,-;from /dev/kmsg',
      '',
      '[  502.000000] last line',
    ]);
    const events = await relay.received(4);
    expect(events.map(({ format, message }) => [format, message])).to.deep.equal([
      ['rfc3164', 'failed'],
      ['netconsole-basic', 'usb 1-1: new device'],
      ['netconsole-extended', 'from /dev/kmsg'],
      ['netconsole-basic', 'last line'],
    ]);
    expect(events[1]?.problems).to.equal(undefined);
    await relay.relay.child.stop();
    expect(relay.relay.child.stderr).to.match(
      /source tcp: 5 datagrams = 4 events \+ 1 empty;.*\n.*1 connection/,
    );
  });

  it('keep connections over a reload, also of a renamed source, and close those of a removed one', async () => {
    relay = await StreamRelay.start(`  ${TCP}`);
    const port = relay.relay.port('tcp');
    const socket = await connected(port);
    await write(socket, '<13>one\n<13>tw');
    await relay.received(1);
    await reload(`renamed: { type: tcp, listen: "127.0.0.1:0" }\n  ${TCP}`);
    await write(socket, 'o\n');
    expect((await relay.received(2)).map(({ message }) => message)).to.deep.equal(['one', 'two']);
    const closing = ended(socket);
    await write(socket, '<13>three');
    await reload('other: { type: tcp, listen: "127.0.0.1:0" }');
    await closing;
    expect((await relay.received(3)).at(-1)?.message).to.equal('three');
  });

  it('refuse connections from elsewhere and above maxConnections, and close idle ones', async () => {
    relay = await StreamRelay.start(`
  few: { type: tcp, listen: "127.0.0.1:0", maxConnections: 2 }
  other: { type: tcp, listen: "127.0.0.1:0", allow: [192.0.2.0/24] }
  idle: { type: tcp, listen: "127.0.0.1:0", idleTimeout: 50ms }`);
    const few = relay.relay.port('few');
    const [one, two] = [await connected(few), await connected(few)];
    await write(one, '<13>one\n');
    await write(two, '<13>two\n');
    await relay.received(2, 'few');
    const third = await connected(few);
    await ended(third);
    const stranger = await connected(relay.relay.port('other'));
    await ended(stranger);
    const idle = await connected(relay.relay.port('idle'));
    await write(idle, '<13>rest');
    await ended(idle);
    expect((await relay.received(1, 'idle'))[0]?.message).to.equal('rest');
    await relay.relay.child.printed(/source few: refused 1 connection above maxConnections, 2; /);
    await relay.relay.child.printed(
      /source other: refused 1 connection from addresses not in allow/,
    );
    await relay.relay.child.stop();
    expect(relay.relay.child.stderr).to.match(
      /source few: .*2 connections, 1 connection refused by maxC/,
    );
    expect(relay.relay.child.stderr).to.match(/source idle: .*1 connection closed by idleTimeout/);
  });

  it('count what is lost when their thread dies, and serve who connected meanwhile', async () => {
    relay = await StreamRelay.start(`  ${TCP}`, {
      node: ['--import', BREAKER],
      env: { BREAK_SHARD: trigger },
    });
    const port = relay.relay.port('tcp');
    const lost = await connected(port);
    await write(lost, '<13>first\n');
    await relay.received(1);
    writeFileSync(trigger, '');
    const closed = ended(lost);
    await write(lost, '<13>lost\n<13>lost too\n');
    await relay.relay.child.printed(/Shard 0 died of a bug: .*broken on purpose/);
    await closed;
    const next = await connected(port);
    await write(next, '<13>after\n');
    rmSync(trigger);
    expect((await relay.received(2)).at(-1)?.message).to.equal('after');
    await relay.relay.child.stop();
    expect(relay.relay.child.stderr).to.match(/source tcp: .*[12] connections? lost in a crash/);
    expect(relay.relay.child.stderr).to.not.include('UNACCOUNTED');
  });

  it('read the standard input', async () => {
    relay = await StreamRelay.start(
      '  in: { type: stdin }\n  udp: { type: udp, listen: "127.0.0.1:0" }',
    );
    relay.relay.child.process.stdin?.end('<13>1 - web1 app - - - one\n[   12.000000] two');
    const events = await relay.received(2);
    expect(events.map(({ format, message }) => [format, message])).to.deep.equal([
      ['rfc5424', 'one'],
      ['netconsole-basic', 'two'],
    ]);
    expect(events[0]?.source).to.deep.equal({ transport: 'stdin', listener: 'in' });
    await relay.relay.child.printed(/the standard input has ended/);
    expect(await relay.relay.child.stop()).to.equal(0);
  });

  it('replace the file of a socket whose program has ended, and remove theirs', async () => {
    const path = join(directory, 'log');
    const sources = `  log: { type: unix-dgram, path: ${path}, mode: "0622" }
  stream: { type: unix-stream, path: ${path}.stream }`;
    relay = await StreamRelay.start(sources);
    expect(lstatSync(path).mode & 0o777).to.equal(0o622);
    expect(lstatSync(`${path}.stream`).mode & 0o777).to.equal(0o666);
    await relay.relay.stop('SIGKILL');
    expect(existsSync(path)).to.equal(true);
    relay = await StreamRelay.start(sources);
    expect(await relay.relay.child.stop()).to.equal(0);
    expect(existsSync(path)).to.equal(false);
    expect(existsSync(`${path}.stream`)).to.equal(false);
  });

  it('do not take the socket of another program', async () => {
    const path = join(directory, 'taken');
    const server = createServer().listen(path);
    await once(server, 'listening');
    const other = RunningRelay.startOnly({
      config: `sources: { log: { type: unix-dgram, path: ${path} } }\ndestinations: { out: { type: stdout } }\n`,
    });
    expect(await other.child.exited).to.equal(111);
    expect(other.child.stderr).to.include(
      `Cannot bind ${path}: EADDRINUSE (address already in use); another program reads it: stop it, or choose another path`,
    );
    server.close();
  });

  it('let senders wait while nobody reads the events, and lose none', async () => {
    // More than a queue, a pipe and the buffers of a connection hold.
    const count = 20_000;
    relay = await StreamRelay.start(`  ${TCP}`, { queue: '1MiB' });
    const { child } = relay.relay;
    child.process.stdout?.pause();
    const filler = 'x'.repeat(1500);
    const lines = Array.from({ length: count }, (_, number) => `<13>n=${number} ${filler}\n`);
    const sent = sendLines(relay.relay.port('tcp'), lines, '');
    let hasEnded = false;
    void sent.then(() => {
      hasEnded = true;
    });
    expect(await relay.readBy('tcp')).to.be.below(count);
    expect(hasEnded).to.equal(false);
    child.process.stdout?.resume();
    await sent;
    const events = await relay.received(count);
    expect(events.map(({ message }) => Number(/n=(\d+)/.exec(message)?.[1]))).to.deep.equal(
      Array.from({ length: count }, (_, number) => number),
    );
  });

  it('are TCP and the standard input where system calls cannot be made', async () => {
    const node = ['--require', join(import.meta.dirname, 'without-koffi.cjs')];
    relay = await StreamRelay.start(`  ${TCP}\n  in: { type: stdin }`, { node });
    await sendLines(relay.relay.port('tcp'), ['<13>over tcp']);
    relay.relay.child.process.stdin?.end('<13>piped\n');
    const events = await relay.received(2);
    expect(events.map(({ message }) => message).toSorted()).to.deep.equal(['over tcp', 'piped']);
    const path = join(directory, 'none');
    const other = RunningRelay.startOnly({
      config: `sources: { log: { type: unix-stream, path: ${path} } }\ndestinations: { out: { type: stdout } }\n`,
      node,
    });
    expect(await other.child.exited).to.equal(111);
    expect(other.child.stderr).to.include('Unix sockets need 64-bit Linux and the package koffi');
  });
});
