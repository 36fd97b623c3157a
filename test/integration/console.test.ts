import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { Terminal, hangUpTerminals, hasTerminals } from '../servers/terminal.ts';
import { BootLoader } from './boot-loader.ts';
import { MAIN, RunningRelay } from './running-relay.ts';

const NODE = `"${process.execPath}" "${MAIN}"`;

/** Opens a console between two prints of the terminal's settings; the console's own process id comes first. */
function open(parameters: string, env: NodeJS.ProcessEnv = {}): Terminal {
  const console = `sh -c 'echo pid=$$; exec ${NODE} console ${parameters}'`;
  return new Terminal(`stty -g; ${console}; echo code=$?; stty -g`, { env });
}

/** The settings before and after. */
function settingsOf({ shown }: Terminal): string[] {
  return [...shown.matchAll(/^[0-9a-f]+(?::[0-9a-f]+)+$/gm)].map(([line]) => line);
}

function expectRestored(terminal: Terminal): void {
  const [before, after] = settingsOf(terminal);
  expect(before).to.match(/^[0-9a-f:]{20,}$/);
  expect(after).to.equal(before);
}

describe('console', () => {
  before(function () {
    if (!hasTerminals()) this.skip();
  });
  afterEach(hangUpTerminals);

  for (const [address, host] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    it(`sends keys as typed and shows the answer, ${address}`, async () => {
      const board = await BootLoader.start(address);
      const terminal = open(`${host}:${board.port} --listen 0`);
      await terminal.shows(/receiving on port \d+; Enter ~ \. quits/);
      terminal.type('v');
      await terminal.shows(/quits\r+\nv/);
      terminal.type('ersion\r');
      await terminal.shows(/version\r+\nU-Boot 2023\.01\r+\n=> /);
      terminal.type('x\u0003');
      await terminal.shows(/=> x<INTERRUPT>\r+\n=> /);
      terminal.type('\r~.');
      expect(await terminal.exited).to.equal(0);
      board.close();
      expect(terminal.shown).to.match(/\nconsole closed\ncode=0\n/);
      expectRestored(terminal);
      expect(board.received.join('')).to.equal('version\rx\u0003\r');
      expect(board.received[0]).to.equal('v');
    });
  }

  it('filters escape sequences, and with --raw does not', async () => {
    for (const [option, seen] of [
      ['', /colour\r+\nred\r+\n=> /],
      ['--raw', /colour\r+\n\u001b\[1;31mred\u001b\[0m\r+\n=> /],
    ] as const) {
      const board = await BootLoader.start('127.0.0.1');
      const terminal = open(`127.0.0.1:${board.port} --listen 0 ${option}`);
      await terminal.shows(/receiving on port/);
      terminal.type('colour\r');
      await terminal.shows(seen);
      terminal.type('~.');
      await terminal.exited;
      board.close();
    }
  });

  it('shows nothing of other machines', async () => {
    const board = await BootLoader.start('127.0.0.1');
    const terminal = open(`127.0.0.1:${board.port} --listen 0`);
    await terminal.shows(/receiving on port (\d+)/);
    const port = Number(/receiving on port (\d+)/.exec(terminal.shown)?.[1]);
    const other = createSocket('udp4');
    other.bind(0, '127.0.0.2');
    await once(other, 'listening');
    await new Promise((resolve) => {
      other.send('intruder', port, '127.0.0.1', resolve);
    });
    other.close();
    terminal.type('\r');
    await terminal.shows(/=> /);
    terminal.type('~.');
    await terminal.exited;
    board.close();
    expect(terminal.shown).not.to.include('intruder');
  });

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const) {
    it(`restores the terminal after ${signal}`, async () => {
      const board = await BootLoader.start('127.0.0.1');
      const terminal = open(`127.0.0.1:${board.port} --listen 0`);
      await terminal.shows(/receiving on port/);
      terminal.type('v');
      await terminal.shows(/quits\r+\nv/);
      process.kill(Number(/pid=(\d+)/.exec(terminal.shown)?.[1]), signal);
      await terminal.exited;
      board.close();
      expect(terminal.shown).to.match(/\nconsole closed\ncode=0\n/);
      expectRestored(terminal);
    });
  }

  it('restores the terminal after a bug', async () => {
    const bug = 'data:text/javascript,process.on(`SIGUSR2`,()=>{throw(Error())})';
    const terminal = open('127.0.0.1:9 --listen 0', { NODE_OPTIONS: `--import=${bug}` });
    await terminal.shows(/receiving on port/);
    process.kill(Number(/pid=(\d+)/.exec(terminal.shown)?.[1]), 'SIGUSR2');
    await terminal.exited;
    expect(terminal.shown).to.include('\ncode=101\n');
    expectRestored(terminal);
  });

  it('names the relay that has the port', async () => {
    const relay = await RunningRelay.start({
      config:
        'sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }\ndestinations: { screen: { type: stdout } }\n',
    });
    const port = relay.port('kernel');
    const terminal = open(`127.0.0.1:9 --listen ${port}`);
    await terminal.exited;
    const { pid } = relay.child.process;
    await relay.stop();
    expect(terminal.shown).to.include(
      `\nCannot bind UDP socket to 0.0.0.0:${port}: EADDRINUSE (address already in use); a netconsole-relay (process ${pid}) receives there: ask it with status --control PATH, look into its log and files, stop it, or choose another port with --listen\ncode=111\n`,
    );
    expectRestored(terminal);
  });

  it('calls wrong use by its name', async () => {
    const terminal = open('127.0.0.1 --listen x');
    await terminal.exited;
    expect(terminal.shown).to.include('\n--listen is "x"; expected a port, 0 to 65535\ncode=100\n');
    const piped = spawnSync(process.execPath, [MAIN, 'console', '127.0.0.1'], { encoding: 'utf8' });
    expect(piped).to.deep.include({
      status: 100,
      stdout: '',
      stderr:
        'Cannot open a console: standard input or output is not a terminal; run the command in one\n',
    });
  });
});
