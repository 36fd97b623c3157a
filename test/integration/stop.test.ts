import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { MAIN, RunningRelay, sendAll } from './running-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: DIR/kernel.log } }
drainTimeout: 1s
`;
const UNREAD = CONFIG.replace('type: file, path: DIR/kernel.log', 'type: stdout, format: text');
const WITH_DNS = `${CONFIG}hosts: { dns: true }\n`;
/** drainTimeout and a second. */
const LONGEST_STOP_MS = 2000;
const LINE = '[    1.000000] text\n';
const SENDERS = 200;
const isOneLine = (text: string): boolean => text.split('\n').length === 2;
/** Whether a process may have a mount namespace of its own. */
const CAN_UNSHARE = spawnSync('unshare', ['--mount', 'true']).status === 0;

async function stops(of: RunningRelay, code: number): Promise<void> {
  const startedMs = performance.now();
  expect(await of.child.stop()).to.equal(code);
  expect(performance.now() - startedMs).to.be.below(LONGEST_STOP_MS);
}

describe('a stop ends the process within drainTimeout and a second', () => {
  const directory = temporaryDirectory();
  let relay: RunningRelay | undefined;

  afterEach(async () => {
    await relay?.stop('SIGKILL');
    relay = undefined;
  });

  it('though nobody reads its standard output, to which events go', async () => {
    relay = await RunningRelay.start({ config: UNREAD });
    relay.child.process.stdout?.pause();
    await sendAll(
      Array.from({ length: 300 }, () => `${'x'.repeat(5000)}\n`),
      relay.port('kernel'),
    );
    const startedMs = performance.now();
    const exited = once(relay.child.process, 'exit');
    relay.child.process.kill('SIGTERM');
    expect((await exited)[0]).to.equal(99);
    expect(performance.now() - startedMs).to.be.below(LONGEST_STOP_MS);
    relay.child.process.stdout?.resume();
  });

  it('though nobody reads its log', async () => {
    const fifo = join(directory(), 'log');
    execFileSync('mkfifo', [fifo]);
    const log = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    const file = join(directory(), 'relay.yaml');
    writeFileSync(file, CONFIG.replaceAll('DIR', directory()));
    const child = spawn(process.execPath, [MAIN, 'run', '--config', file], {
      stdio: ['ignore', 'ignore', log],
    });
    await ready(log);
    fill(log);
    const startedMs = performance.now();
    expect(await endOf(child)).to.equal(0);
    expect(performance.now() - startedMs).to.be.below(LONGEST_STOP_MS);
    closeSync(log);
  });

  it('though a reload hangs', async () => {
    relay = await RunningRelay.start({ config: CONFIG });
    hangConfig(relay);
    relay.child.process.kill('SIGHUP');
    await blockedIn(relay.child.process);
    await stops(relay, 0);
  });

  it('though a name server is silent', async function () {
    if (!CAN_UNSHARE) {
      process.stdout.write('a mount namespace is refused: no name server of our own\n');
      this.skip();
    }
    const server = createSocket('udp4');
    server.bind(53, '127.0.0.77');
    await once(server, 'listening');
    const resolv = join(directory(), 'resolv.conf');
    const file = join(directory(), 'relay.yaml');
    writeFileSync(resolv, 'nameserver 127.0.0.77\n');
    writeFileSync(file, WITH_DNS.replaceAll('DIR', directory()));
    const script = `mount --bind ${resolv} /etc/resolv.conf && exec ${process.execPath} ${MAIN} run --config ${file}`;
    const child = spawn('unshare', ['--mount', 'sh', '-c', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const port = await portOf(child);
    const asked = once(server, 'message');
    for (let i = 1; i <= SENDERS; i++) await sendFrom(`127.0.1.${i}`, port);
    await asked;
    const startedMs = performance.now();
    expect(await endOf(child)).to.equal(0);
    expect(performance.now() - startedMs).to.be.below(LONGEST_STOP_MS);
    server.close();
  });
});

describe('a reload that hangs', () => {
  let relay: RunningRelay;

  afterEach(async () => {
    await relay.stop('SIGKILL');
  });

  it('is rejected after ten seconds, and files are opened anew all the same', async function () {
    this.timeout(60_000);
    relay = await RunningRelay.start({ config: CONFIG });
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('kernel.log', isOneLine);
    renameSync(join(relay.directory, 'kernel.log'), join(relay.directory, 'old.log'));
    hangConfig(relay);
    await relay.reload();
    expect(relay.child.stderr).to.include('Cannot reload within 10 s');
    await sendAll([LINE], relay.port('kernel'));
    await relay.file('kernel.log', isOneLine);
    rmSync(relay.configFile);
    relay.write(CONFIG);
    await relay.reload();
    expect(relay.child.stderr).to.include('configuration reloaded');
  });
});

/** As on a file system that does not answer: whoever opens the configuration waits for ever. */
function hangConfig({ configFile }: RunningRelay): void {
  rmSync(configFile);
  execFileSync('mkfifo', [configFile]);
}

/** Resolves when a thread of the process waits for the other end of a fifo. */
async function blockedIn({ pid }: ChildProcess): Promise<void> {
  for (;;) {
    const stacks = execFileSync('sh', [
      '-c',
      `cat /proc/${pid}/task/*/wchan /proc/${pid}/task/*/syscall`,
    ]);
    if (/wait_for_partner|fifo_open|pipe_wait/.test(stacks.toString())) return;
    await pause(10);
  }
}

async function ready(fd: number): Promise<void> {
  const bytes = Buffer.alloc(65_536);
  for (let text = ''; !/\bready\b/.test(text); await pause(10)) {
    try {
      text += bytes.toString('latin1', 0, readSync(fd, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

function fill(fd: number): void {
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(fd, Buffer.alloc(size, 0x2e));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  while (!/\bready\b/.test(text)) await pause(10);
  return Number(/listens on UDP .*:(\d+)/.exec(text)?.[1]);
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await exited) as [number | null];
  return code;
}

async function sendFrom(address: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  await new Promise((resolve) => socket.send(LINE, port, '127.0.0.1', resolve));
  socket.close();
}
