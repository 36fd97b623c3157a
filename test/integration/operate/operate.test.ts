import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { STATUS_SCHEMA } from '../../../lib/operate/status-schema.ts';
import { Child } from '../../servers/child.ts';
import { Terminal, hangUpTerminals, hasTerminals } from '../../servers/terminal.ts';
import { MAIN, RunningRelay, sendAll } from '../running-relay.ts';
import { ask, askControl } from './ask.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
hosts: { names: { 127.0.0.1: web1 } }
destinations: { files: { type: file, path: DIR/$HOST.log } }
control: { socket: DIR/run/control.sock }
http: { listen: "127.0.0.1:0", hosts: [relay.example.org] }
`;
const NODE = `"${process.execPath}" "${MAIN}"`;

describe('a running relay', () => {
  let relay: RunningRelay;
  let port: number;
  let socket: string;

  before(async () => {
    relay = await RunningRelay.start({ config: CONFIG });
    port = Number(/http listens on .*:(\d+)/.exec(relay.child.stderr)?.[1]);
    socket = join(relay.directory, 'run/control.sock');
    const first = '6.12.95,6,1,1000000,-;first\n';
    await sendAll([first, '<6>[    2.000000] second\u001b[2J\n', 'garbage'], relay.port('kernel'));
    await relay.file('web1.log', (text) => text.includes('second'));
  });
  after(() => relay.stop());
  afterEach(hangUpTerminals);

  /** Runs a command that asks the relay; resolves when it has ended. */
  async function command(...words: string[]): Promise<{ code: number | undefined; out: string }> {
    const child = new Child(process.execPath, [MAIN, ...words], { cwd: relay.directory });
    const code = await child.exited;
    return { code, out: child.stdout + child.stderr };
  }

  it('answers probes and scrapes, and nothing else', async () => {
    const paths = ['/healthz', '/readyz', '/metrics', '/', '/status', '/metrics/x'];
    const answers = await Promise.all(paths.map((path) => ask(port, path)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 404, 404, 404]);
    expect(answers[2]?.body).to.include(
      'netconsole_relay_busiest_datagrams_total{host="web1"} 3\n',
    );
    expect((await ask(port, '/metrics', 'localhost', 'POST')).status).to.equal(405);
    expect((await ask(port, '/readyz?verbose', 'localhost')).status).to.equal(200);
  });

  it('answers only for its own names', async () => {
    const hosts = ['10.1.2.3:6667', '[::1]', 'localhost', 'relay.example.org', 'evil.example'];
    const answers = await Promise.all(hosts.map((host) => ask(port, '/metrics', host)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 403]);
  });

  it('refuses requests that are none, and goes on', async () => {
    const paths = ['//', '/%', '/status?order=x', '/status?limit=x', '/tail?host=%5B', '*', '/x'];
    const answers = await Promise.all(paths.map((path) => askControl(socket, path)));
    expect(answers).to.deep.equal([404, 404, 400, 400, 400, 404, 404]);
    expect(await askControl(socket, '/spool/%', 'DELETE')).to.equal(404);
    expect(await askControl(socket, '/status', 'POST')).to.equal(405);
    expect(await askControl(socket, '/readyz')).to.equal(200);
  });

  it('prints its status as JSON that validates', async () => {
    const { code, out } = await command('status', '--json', '--control', socket);
    expect(code).to.equal(0);
    const schema = z.fromJSONSchema(STATUS_SCHEMA);
    const status = JSON.parse(out) as { readonly hosts: readonly object[] };
    expect(schema.safeParse(status).error).to.equal(undefined);
    expect(status.hosts).to.have.length(1);
    expect(status.hosts[0]).to.deep.include({
      name: 'web1',
      state: 'up',
      address: '127.0.0.1',
      datagrams: 3,
      losses: 0,
      release: '6.12.95',
      file: join(relay.directory, 'web1.log'),
    });
  });

  it('is found through its configuration, and its tables fit the terminal', async function () {
    if (!hasTerminals()) this.skip();
    const config = relay.configFile;
    const terminal = new Terminal(`stty cols 60; ${NODE} status --config ${config}`);
    expect(await terminal.exited).to.equal(0);
    const lines = terminal.shown.trimEnd().split('\n');
    for (const line of lines) expect(line.length, line).to.be.at.most(60);
    expect(terminal.shown).to.match(/^kernel .*\n[^]*^files .*\n[^]*^web1 /m);
  });

  it('is probed by an exit code', async () => {
    expect(await command('status', '--quiet', '--control', socket)).to.deep.equal({
      code: 0,
      out: '',
    });
    const none = join(relay.directory, 'none.sock');
    expect(await command('status', '--quiet', '--control', none)).to.deep.equal({
      code: 111,
      out: '',
    });
    const { code, out } = await command('status', '--control', none);
    expect(code).to.equal(111);
    expect(out).to.match(/^No relay answers on .*none\.sock: ENOENT/);
  });

  it('shows live events, those that are wanted, harmless', async () => {
    const wanted = ['--host', 'web*', '--grep', 'tail(ed)?'];
    const child = new Child(process.execPath, [MAIN, 'tail', '--control', socket, ...wanted]);
    const asJson = new Child(process.execPath, [MAIN, 'tail', '--control', socket, '--json']);
    const both = [
      child.printed(/tailed: \\x1b\[2J/),
      asJson.printed(/"message":"tailed: \\u001b\[2J"/),
    ];
    const datagrams = ['<6>[    3.000000] not wanted\n', '<6>[    4.000000] tailed: \u001b[2J\n'];
    const timer = setInterval(() => void sendAll(datagrams, relay.port('kernel')), 100);
    await Promise.all(both).finally(() => clearInterval(timer));
    child.process.kill();
    asJson.process.kill();
    expect(child.stdout).not.to.include('not wanted');
    expect(child.stdout).to.match(/^2\S+ web1 \[ {4}4\.000000\] tailed: \\x1b\[2J$/m);
    expect(child.stderr).to.equal('');
  });

  it('refuses a pattern that is none, and a ninth reader', async () => {
    const wrong = await command('tail', '--control', socket, '--grep', '(', '--severity', 'x');
    expect(wrong.code).to.equal(100);
    expect(wrong.out).to.match(/--severity: .*\n--grep: /);
    const readers = Array.from({ length: 8 }, () =>
      request({ socketPath: socket, path: '/tail', agent: false }),
    );
    await Promise.all(
      readers.map(
        (reader) =>
          new Promise((resolve) => {
            reader.on('error', () => undefined);
            reader.on('response', resolve).end();
          }),
      ),
    );
    const ninth = await command('tail', '--control', socket);
    for (const reader of readers) reader.destroy();
    expect(ninth).to.deep.equal({
      code: 111,
      out: '8 others read live events; end one of them\n',
    });
  });

  it('keeps its socket from others, and another relay from its socket', async () => {
    expect(statSync(socket).mode & 0o777).to.equal(0o660);
    expect(statSync(join(socket, '..')).mode & 0o777).to.equal(0o750);
    const other = RunningRelay.startOnly({
      config: `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { screen: { type: stdout } }
control: { socket: ${socket} }
`,
    });
    expect(await other.child.exited).to.equal(111);
    expect(other.child.stderr).to.include(
      `Cannot create the control socket ${socket}: EADDRINUSE (address already in use); another relay answers there`,
    );
    await other.stop();
    expect((await command('status', '--quiet', '--control', socket)).code).to.equal(0);
  });
});

describe('a relay that stops', () => {
  it('is healthy and not ready until it has delivered, and removes its socket', async () => {
    // A peer that never takes anything: the stop waits for drainTimeout.
    const relay = await RunningRelay.start({
      config: `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { away: { type: redis, url: "redis://127.0.0.1:1", stream: logs, spool: never } }
drainTimeout: 1s
http: { listen: "127.0.0.1:0" }
`,
    });
    const port = Number(/http listens on .*:(\d+)/.exec(relay.child.stderr)?.[1]);
    await sendAll(['<6>[    1.000000] kept\n'], relay.port('kernel'));
    await relay.child.printed(/events wait in the queue/);
    expect((await ask(port, '/readyz')).status).to.equal(200);
    expect((await ask(port, '/healthz')).status).to.equal(200);
    const { controlSocket } = relay;
    relay.child.process.kill('SIGTERM');
    for (;;) {
      const { status } = await ask(port, '/readyz');
      if (status === 503) break;
    }
    expect((await ask(port, '/healthz')).status).to.equal(200);
    expect(existsSync(controlSocket)).to.equal(true);
    expect(await relay.child.exited).to.equal(99);
    expect(existsSync(controlSocket)).to.equal(false);
    await relay.stop();
  });
});

describe('a relay without a place for its control socket', () => {
  it('says so once, and runs', async () => {
    const relay = await RunningRelay.start({
      config: `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { screen: { type: stdout } }
control: { socket: DIR/relay.yaml/control.sock }
`,
    });
    expect(relay.child.stderr.match(/Cannot create the control socket/g)).to.have.length(1);
    expect(await relay.stop()).to.equal(0);
  });
});
