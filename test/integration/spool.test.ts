import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { freeTcpPort } from '../servers/free-port.ts';
import { MAIN, RunningRelay, sendAll } from './running-relay.ts';

const LINES = Array.from({ length: 10 }, (_, i) => `<13>line ${i}\n`);

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

  function command(relay: RunningRelay, ...parameters: string[]) {
    return spawnSync(process.execPath, [MAIN, ...parameters, '--config', relay.configFile], {
      encoding: 'utf8',
    });
  }

  it('takes what is in memory at a stop, names it, and deletes it', async () => {
    const first = await start();
    await sendAll(LINES, first.port('net'));
    await first.child.printed(/destination bus: Cannot/);
    expect(command(first, 'spool')).to.deep.include({ status: 111, stdout: '' });
    expect(command(first, 'spool', 'drop', 'bus').stderr).to.match(/another process uses it/);
    expect(await first.halt(), first.child.stderr).to.equal(0);
    expect(first.child.stderr).to.match(/destination bus: 10 routed = 0 delivered \+ 10 spooled\n/);

    const { stdout } = command(first, 'spool', '--json');
    const listed = JSON.parse(stdout) as { destinations: object[] };
    expect(listed.destinations).to.have.length(1);
    expect(listed.destinations[0]).to.include({
      destination: 'bus',
      events: 10,
      isConfigured: true,
    });

    const other = await start(config('other'));
    expect(other.child.stderr).to.match(/the spool has 10 events .* of destination bus, which is/);
    expect(await other.halt()).to.equal(0);
    expect(command(other, 'spool').stdout).to.match(/^bus: 10 events in \d+ batches, .*, not/);
    expect(command(other, 'spool', 'drop', 'bus')).to.include({
      status: 0,
      stdout: 'deleted 10 events of destination bus\n',
    });
    expect(command(other, 'spool', 'drop', 'bus').status).to.equal(100);
    expect(command(other, 'spool').stdout).to.match(/is empty\n$/);
  });

  it('has its events in the account of the next start', async () => {
    const first = await start();
    await sendAll(LINES, first.port('net'));
    await first.child.printed(/destination bus: Cannot/);
    expect(await first.halt()).to.equal(0);
    const second = await start();
    await sendAll(LINES, second.port('net'));
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
});
