import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { Child } from '../servers/child.ts';
import { MAIN } from './running-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: DIR/$SOURCEIP.log } }
`;
const HOSTS = 200;
const CAN_LIMIT = spawnSync('prlimit', ['--nofile=100:100', 'true']).status === 0;

describe('limits of the system', () => {
  const directory = temporaryDirectory();
  let child: Child;

  before(function () {
    if (CAN_LIMIT) return;
    process.stdout.write('prlimit(1) is missing: no limits to run into\n');
    this.skip();
  });

  afterEach(async () => {
    await child.stop('SIGKILL');
  });

  function run(...limits: string[]): Child {
    const file = join(directory(), 'relay.yaml');
    writeFileSync(file, CONFIG.replaceAll('DIR', directory()));
    return new Child('prlimit', [...limits, process.execPath, MAIN, 'run', '--config', file]);
  }

  it('leave room for a reload, however many hosts there are', async () => {
    child = run('--nofile=300:300');
    await child.printed(/\bready\b/);
    expect(child.stderr).to.match(
      /info the limit of open files leaves \d+ for each file destination/,
    );
    const port = Number(/listens on UDP .*:(\d+)/.exec(child.stderr)?.[1]);
    for (let host = 1; host <= HOSTS; host++) await sendFrom(`127.0.2.${host}`, port);
    while (readdirSync(directory()).length <= HOSTS) await pause(10);
    child.process.kill('SIGHUP');
    await child.printed(/configuration reloaded/);
    expect(await child.stop()).to.equal(0);
    expect(child.stderr).to.match(
      new RegExp(`destination files: ${HOSTS} routed = ${HOSTS} delivered$`, 'm'),
    );
  });

  for (const openFiles of [24, 60, 127]) {
    it(`of ${openFiles} open files, too few to start, are named, with 111`, async () => {
      child = run(`--nofile=${openFiles}:${openFiles}`);
      expect(await child.exited).to.equal(111);
      expect(child.stderr).to.match(
        new RegExp(`limit of ${openFiles} open files: EMFILE; raise it`),
      );
    });
  }

  it('of open files too few for any other command are named, too, with 111', async () => {
    child = new Child('prlimit', ['--nofile=24:24', process.execPath, MAIN, 'parse', MAIN]);
    expect(await child.exited).to.equal(111);
    expect(child.stderr).to.match(/^Cannot start with a limit of 24 open files: EMFILE; .*\n$/);
  });

  for (const bytes of [1_000_000_000, 1_500_000_000]) {
    it(`of ${bytes} bytes of address space, too few to start, are named, with 111`, async () => {
      child = run(`--as=${bytes}`);
      expect(await child.exited).to.equal(111);
      expect(child.stderr).to.include(`a limit of ${bytes} bytes of address space: ENOMEM`);
    });
  }

  it('of the address space that leave no room for a thread are named, with 111', async () => {
    child = run('--as=2000000000');
    expect(await child.exited).to.equal(111);
    expect(child.stderr).to.match(/raise the limit of address space .*, now 2000000000/);
  });
});

async function sendFrom(address: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, address, resolve);
  });
  await new Promise((resolve) => {
    socket.send('[    1.000000] text\n', port, '127.0.0.1', resolve);
  });
  socket.close();
}
