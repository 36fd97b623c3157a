import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dropSpooled, listSpool } from '../../lib/commands/spool.ts';
import { Spool } from '../../lib/deliver/spool/spool.ts';
import { LogRecord } from '../deliver/log-record.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { freeTcpPort } from '../servers/free-port.ts';
import { MAIN, RunningRelay, sendAll } from './running-relay.ts';

type CommandOutput = NonNullable<Parameters<typeof listSpool>[1]>;

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LINES = Array.from({ length: 10 }, (_, i) => `<13>line ${i}\n`);

/** Runs a command in this process. */
async function run(command: (output: CommandOutput) => Promise<number>): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const status = await command({
    env: {},
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
  });
  return { status, ...written };
}

function list(relay: RunningRelay): Promise<Ran> {
  return run((output) => listSpool({ config: relay.configFile, json: true }, output));
}

function drop(relay: RunningRelay): Promise<Ran> {
  return run((output) => dropSpooled('bus', { config: relay.configFile }, output));
}

describe('spool of a relay', () => {
  const directory = temporaryDirectory();
  const relays: RunningRelay[] = [];
  let redisPort = 0;

  before(async () => {
    redisPort = await freeTcpPort();
  });

  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop('SIGKILL');
  });

  /** A relay whose Redis is away; `name`: of the destination. */
  function config(name = 'bus', spool = `directory: ${join(directory(), 'spool')}`): string {
    return `
sources: { net: { type: udp, listen: "127.0.0.1:0" } }
destinations: { ${name}: { type: redis, url: "redis://127.0.0.1:${redisPort}", stream: logs } }
spool: { ${spool} }
`;
  }

  async function start(text = config()): Promise<RunningRelay> {
    const relay = await RunningRelay.start({ config: text });
    relays.push(relay);
    return relay;
  }

  it('takes what is in memory at a stop, which commands list and delete', async () => {
    const relay = await start();
    await sendAll(LINES, relay.port('net'));
    await relay.child.printed(/destination bus: Cannot/);
    expect(await list(relay)).to.deep.include({ status: 0, stdout: '{"destinations":[]}\n' });
    expect(await relay.halt(), relay.child.stderr).to.equal(0);
    expect(relay.child.stderr).to.match(/destination bus: 10 routed = 0 delivered \+ 10 spooled\n/);

    const { stdout } = await list(relay);
    const listed = JSON.parse(stdout) as { destinations: object[] };
    expect(listed.destinations).to.have.length(1);
    expect(listed.destinations[0]).to.include({ destination: 'bus', events: 10 });
    const parameters = ['spool', 'drop', 'bus', '--config', relay.configFile];
    expect(spawnSync(process.execPath, [MAIN, ...parameters], { encoding: 'utf8' })).to.include({
      status: 0,
      stdout: 'deleted 10 events of destination bus\n',
    });
    expect((await drop(relay)).status).to.equal(100);
    expect(JSON.parse((await list(relay)).stdout)).to.deep.include({ destinations: [] });
  });

  it('names the events of a destination that is not configured, and deletes them when told', async () => {
    const spool = await Spool.open(join(directory(), 'spool'), new LogRecord());
    const parcel = {
      bytes: Buffer.from('x\n'),
      used: 2,
      events: 1,
      runs: Uint32Array.of(0, 2, 1),
      names: ['logs'],
      lane: '0011223344556677',
      prev: 0,
      next: 1,
    };
    expect(await spool.section('bus').use(1024).put(1, parcel).durable).to.equal(true);
    await spool.close();
    const relay = await start(config('other'));
    expect(relay.child.stderr).to.match(/the spool has 1 event .* of destination bus, which is/);
    expect((await list(relay)).stdout).to.match(/"destination":"bus","batches":1,"events":1,/);
    expect(await drop(relay)).to.deep.equal({
      status: 0,
      stdout: 'deleted 1 event of destination bus\n',
      stderr: '',
    });
    expect((await drop(relay)).status).to.equal(100);
    expect(await relay.halt()).to.equal(0);
    expect((await list(relay)).stdout).to.equal('{"destinations":[]}\n');
  });

  it('has its events in the account of the next start', async () => {
    const first = await start();
    await sendAll(LINES, first.port('net'));
    await first.child.printed(/destination bus: Cannot/);
    expect(await first.halt()).to.equal(0);
    const second = await start();
    await sendAll(LINES, second.port('net'));
    expect((await list(second)).stdout).to.match(/"destination":"bus",.*"events":10,/);
    const dropped = await drop(second);
    expect(dropped).to.include({ status: 111, stdout: '' });
    expect(dropped.stderr).to.match(/destination bus is in use .*; remove it/);
    expect(await second.halt()).to.equal(0);
    expect(second.child.stderr).to.match(
      /destination bus: 10 routed \+ 10 from before in the spool = 0 delivered \+ 20 spooled\n/,
    );
  });

  it('is used by one relay: the second ends with 111', async () => {
    await start();
    const second = RunningRelay.startOnly({ config: config() });
    relays.push(second);
    expect(await second.child.exited).to.equal(111);
    expect(second.child.stderr).to.match(/another process uses it; stop it, or choose another/);
  });

  it('must be usable if the configuration names it', async () => {
    const relay = RunningRelay.startOnly({
      config: config('bus', 'directory: DIR/relay.yaml/spool'),
    });
    relays.push(relay);
    expect(await relay.child.exited).to.equal(111);
    expect(relay.child.stderr).to.match(/Cannot create the spool directory .*: ENOTDIR; create it/);
  });

  /** The user ids of the spool's directories and files. */
  function owners(): Set<number> {
    const spool = join(directory(), 'own', 'spool');
    const files = readdirSync(join(spool, 'batches')).map((name) => join(spool, 'batches', name));
    const all = [join(spool, '..'), spool, join(spool, 'batches'), ...files];
    return new Set(all.map((path) => statSync(path).uid));
  }

  it('belongs to the user that root changes to, also after a command of root', async function () {
    if (!isRoot(this)) return;
    chmodSync(directory(), 0o755);
    const relay = await start(`user: nobody\n${ofNobody()}`);
    await sendAll(LINES, relay.port('net'));
    await relay.child.printed(/destination bus: Cannot/);
    expect(await relay.halt(), relay.child.stderr).to.equal(0);
    expect(relay.child.stderr).to.match(/destination bus: 10 routed = 0 delivered \+ 10 spooled\n/);
    const before = owners();
    expect([...before])
      .to.have.length(1)
      .and.not.include(0);
    expect((await list(relay)).stdout).to.match(/"events":10,/);
    expect(owners()).to.deep.equal(before);
  });

  it('must be accessible to the user that root changes to', async function () {
    if (!isRoot(this)) return;
    chmodSync(directory(), 0o700);
    const relay = RunningRelay.startOnly({ config: `user: nobody\n${ofNobody()}` });
    relays.push(relay);
    expect(await relay.child.exited).to.equal(111);
    expect(relay.child.stderr).to.match(
      /Cannot use the spool in .* as uid [1-9]\d*: EACCES; give it/,
    );
  });

  function ofNobody(): string {
    return config('bus', `directory: ${join(directory(), 'own', 'spool')}`);
  }
});

function isRoot(context: Mocha.Context): boolean {
  if (process.getuid?.() === 0) return true;
  process.stdout.write('skipped: only root can change to another user\n');
  return context.skip();
}
