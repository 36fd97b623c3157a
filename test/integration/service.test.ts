import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findAccount } from '../../lib/system/accounts.ts';
import { firstFreePort } from '../../lib/system/privileges.ts';
import { NotifySocket } from '../operate/notify-socket.ts';
import { RunningRelay, sendAll } from './running-relay.ts';

const PRELOAD = join(import.meta.dirname, 'block-main.cjs');
const TRANSPORT = join(import.meta.dirname, '../log/transport/test-transport.cjs');
const WATCHDOG_MS = 100;

const SOURCES = 'sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }';
const FILES = 'destinations: { files: { type: file, path: DIR/log/netconsole.log } }';

/** The user ids, real, effective, saved and of the file system, of every thread of a process. */
function userIds(pid: number): string[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map((task) => {
    const status = readFileSync(join(tasks, task, 'status'), 'utf8');
    return /^Uid:\s+(.*)$/m.exec(status)?.[1] ?? 'unknown';
  });
}

describe('a relay as a service', () => {
  let relay: RunningRelay | undefined;
  let socket: NotifySocket | undefined;

  afterEach(async () => {
    await relay?.stop('SIGKILL');
    relay = undefined;
    socket?.close();
    socket = undefined;
  });

  it('reports its state and keeps the watchdog quiet, unless its main thread is blocked', async () => {
    socket = new NotifySocket();
    const marker = join(import.meta.dirname, `.blocked-${process.pid}`);
    relay = await RunningRelay.start({
      config: `${SOURCES}\n${FILES}`,
      node: ['--require', PRELOAD],
      env: {
        NOTIFY_SOCKET: socket.path,
        WATCHDOG_USEC: `${WATCHDOG_MS * 1000}`,
        BLOCK_MAIN: marker,
      },
    });
    await socket.received(/^READY=1\nSTATUS=0 messages received/);
    await socket.received(/^WATCHDOG=1$/);
    await relay.reload();
    const seen = await socket.received(/^RELOADING=1\nMONOTONIC_USEC=\d+$/);
    await socket.received(/^READY=1/, seen);
    relay.child.process.kill('SIGWINCH');
    while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = socket.read().length;
    await new Promise((resolve) => setTimeout(resolve, 3 * WATCHDOG_MS));
    expect(socket.read()).to.have.length(before);
    rmSync(marker);
    await socket.received(/^WATCHDOG=1$/, before);
    expect(await relay.child.stop()).to.equal(0);
    expect(socket.read().join('\n')).to.match(/STOPPING=1\nEXTEND_TIMEOUT_USEC=\d+/);
  });

  it('gives up root in all of its threads, and refuses what needs it again', async function () {
    if (process.getuid?.() !== 0) {
      process.stdout.write('skipped: only root can change to another user\n');
      this.skip();
    }
    const user = 'user: nobody';
    relay = await RunningRelay.start({ config: `${user}\n${SOURCES}\n${FILES}` });
    chmodSync(relay.directory, 0o777);
    await sendAll(['<6>[    1.000000] hello\n'], relay.port('kernel'));
    await relay.file('log/netconsole.log', (text) => text.includes('hello'));
    const ids = userIds(relay.child.process.pid as number);
    expect(ids.length).to.be.greaterThan(4);
    expect(new Set(ids).size).to.equal(1);
    expect(ids[0]).to.match(/^([1-9]\d*)\t\1\t\1\t\1$/);
    expect(relay.child.stderr).to.match(/info runs as uid [1-9]\d* and gid [1-9]\d* from now on/);
    expect(relay.child.stderr).to.match(/without root files can be given to no other owner/);

    relay.write(`${user}\n${SOURCES}\n${FILES.replace(' }', ', owner: root }')}`);
    await relay.reload();
    expect(relay.child.stderr).to.match(/destination files: owner root needs root: .*; restart it/);
    if (firstFreePort() > 81) {
      relay.write(`${user}\n${SOURCES.replace(':0', ':81')}\n${FILES}`);
      await relay.reload();
      expect(relay.child.stderr).to.match(/source kernel: 127.0.0.1:81 needs .*; restart it/);
    }
    relay.write(`${user}\n${SOURCES}\n${FILES.replace('log/', 'other/')}`);
    await relay.reload();
    expect(relay.child.stderr).to.include('configuration reloaded');
    await sendAll(['<6>[    2.000000] again\n'], relay.port('kernel'));
    await relay.file('other/netconsole.log', (text) => text.includes('again'));
    const after = userIds(relay.child.process.pid as number);
    expect(after.filter((each) => each.startsWith('0\t'))).to.deep.equal([]);
    expect(await relay.child.stop()).to.equal(0);
  });

  it('gives its user what it writes while it is still root', async function () {
    if (process.getuid?.() !== 0) {
      process.stdout.write('skipped: only root can change to another user\n');
      this.skip();
    }
    const directory = mkdtempSync(join(tmpdir(), 'relay-'));
    chmodSync(directory, 0o777);
    relay = await RunningRelay.start({
      // Loading the HTTP server takes longer than the first line of a file.
      config: `user: nobody
http: { listen: "127.0.0.1:0" }
sources: { self: { type: internal } }
destinations: { files: { type: file, path: ${directory}/$HOST/$SOURCE.log } }`,
    });
    await relay.child.stop();
    const created = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    expect(created).to.have.length(2);
    const nobody = findAccount('user', 'nobody');
    for (const name of created) expect(statSync(join(directory, name)).uid, name).to.equal(nobody);
    expect(relay.child.stderr).to.match(/destination files: (\d+) routed = \1 delivered$/m);
    rmSync(directory, { recursive: true });
  });

  it('does not start as a user that this machine does not have', async () => {
    relay = RunningRelay.startOnly({ config: `user: no-such-user\n${SOURCES}\n${FILES}` });
    expect(await relay.child.exited).to.equal(100);
    expect(relay.child.stderr).to.include('`user`: /etc/passwd has no user "no-such-user"');
  });

  it('makes events of its own log, which are accounted for like others', async () => {
    relay = await RunningRelay.start({
      config: `sources: { self: { type: internal } }\ndestinations: { screen: { type: stdout } }`,
    });
    await relay.child.printed(/"message":"ready"/);
    expect(await relay.child.stop()).to.equal(0);
    const events = relay.child.stdout.trimEnd().split('\n');
    const ready = JSON.parse(events.find((each) => each.includes('"ready"')) ?? '{}') as object;
    expect(ready).to.include({
      format: 'rfc5424',
      facility: 5,
      severity: 5,
      appName: 'netconsole-relay',
    });
    expect(relay.child.stderr).to.include(
      `source self: ${events.length} datagrams = ${events.length} events; 0 signals`,
    );
    expect(relay.child.stderr).to.include(
      `destination screen: ${events.length} routed = ${events.length} delivered`,
    );
  });

  it('logs to winston transports too, and is not harmed by one that hangs or throws', async () => {
    const bad = ['never-answers', 'throws-later'].map(
      (misbehaves) => `{ module: "${TRANSPORT}", options: { misbehaves: ${misbehaves} } }`,
    );
    const good = '{ module: File, options: { filename: DIR/own.log } }';
    relay = await RunningRelay.start({
      config: `log: { transports: [${[good, ...bad].join(', ')}] }\n${SOURCES}\n${FILES}`,
    });
    await sendAll(['<6>[    1.000000] hello\n'], relay.port('kernel'));
    await relay.file('log/netconsole.log', (text) => text.includes('hello'));
    await relay.child.printed(/warn log transport .*it threw later/);
    expect(await relay.child.stop()).to.equal(0);
    expect(relay.child.stderr.match(/warn log transport/g)).to.have.length(1);
    expect(relay.child.stderr).to.include('source kernel: 1 datagram = 1 event;');
    expect(relay.child.stderr).to.include('destination files: 1 routed = 1 delivered\n');
    const own = await relay.file('own.log', (text) => text.includes('1 delivered'));
    expect(own.split('\n')[0]).to.include('"level":"info","message":"configuration: ');
  });

  it('delivers to other destinations while a winston transport never answers', async () => {
    relay = await RunningRelay.start({
      config: `drainTimeout: 500ms
${SOURCES}
destinations:
  files: { type: file, path: DIR/log/netconsole.log }
  alerts: { type: winston, module: "${TRANSPORT}", options: { misbehaves: never-answers } }`,
    });
    await sendAll(['<6>[    1.000000] hello\n'], relay.port('kernel'));
    await relay.file('log/netconsole.log', (text) => text.includes('hello'));
    expect(await relay.child.stop()).to.equal(99);
    expect(relay.child.stderr).to.include('destination files: 1 routed = 1 delivered\n');
    expect(relay.child.stderr).to.include(
      'destination alerts: 1 routed = 0 delivered + 1 dropped (drain-deadline)\n',
    );
  });
}).timeout(60_000);
