import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Config } from '../lib/config/config.ts';
import { loadConfig } from '../lib/config/load-config.ts';
import type { SourceConfig } from '../lib/config/source-config.ts';
import { RECEIVERS } from '../lib/receive/receivers.ts';
import { Relay, type Receiving } from '../lib/relay.ts';
import { THREAD_MODULES } from '../lib/shard/thread-modules.ts';
import { LogRecord } from './deliver/log-record.ts';
import { temporaryDirectory } from './deliver/temporary-directory.ts';
import { LineReceiver, lineSource } from './receive/line-source.ts';

const createLines = (): LineReceiver => new LineReceiver();

/** The relay's own kinds of source and one more, which needs an event loop and can wait. */
const RECEIVING: Receiving = {
  receivers: Object.assign({ lines: createLines }, RECEIVERS),
  modules: {
    ...THREAD_MODULES,
    'event-loop': { from: import.meta.url, file: './receive/line-thread' },
  },
};

describe('a relay with sources of several kinds', () => {
  const directory = temporaryDirectory();
  let log: LogRecord;
  let relay: Relay;
  let connections: Socket[];
  const receiver = process.env['NETCONSOLE_RELAY_RECEIVER'];

  beforeEach(() => {
    log = new LogRecord();
    connections = [];
  });

  afterEach(async () => {
    await relay.stop();
    for (const connection of connections) connection.destroy();
    if (receiver === undefined) delete process.env['NETCONSOLE_RELAY_RECEIVER'];
    else process.env['NETCONSOLE_RELAY_RECEIVER'] = receiver;
  });

  async function start(...sources: SourceConfig[]): Promise<void> {
    relay = new Relay(configOf(...sources), log, RECEIVING);
    await relay.start();
  }

  /** A UDP source and others, each with a file of its own. */
  function configOf(...sources: SourceConfig[]): Config {
    const text = `
sources: { udp: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: "${directory()}/$SOURCE.log", template: "$MSG" } }
`;
    const { config } = loadConfig(text, { file: 'test', env: {}, readFile: () => '' });
    return { ...config, sources: [...config.sources, ...sources] };
  }

  function sourceAt(name: string): SourceConfig {
    return lineSource(name, join(directory(), `${name}.sock`));
  }

  async function connectTo(name: string): Promise<Socket> {
    const connection = connect(join(directory(), `${name}.sock`));
    connections.push(connection);
    await once(connection, 'connect');
    return connection;
  }

  /** To the port that was logged last. */
  async function sendUdp(text: string): Promise<void> {
    const logged = log.entries.findLast((entry) => entry.includes('listens on UDP')) ?? '';
    const socket = createSocket('udp4');
    await new Promise((resolve) => {
      socket.send(text, Number(logged.split(':').at(-1)), '127.0.0.1', resolve);
    });
    socket.close();
  }

  /** Resolves when the file of a source holds these lines. */
  async function written(source: string, ...lines: string[]): Promise<void> {
    const expected = lines.map((line) => `${line}\n`).join('');
    for (let turn = 0; fileOf(source) !== expected; turn++) {
      if (turn > 500) expect(fileOf(source)).to.equal(expected);
      await sleep(10);
    }
  }

  function fileOf(source: string): string {
    const file = join(directory(), `${source}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  for (const choice of ['recvmmsg', 'dgram'] as const) {
    it(`delivers what all of them receive, over a reload and to the end, with ${choice}`, async () => {
      process.env['NETCONSOLE_RELAY_RECEIVER'] = choice;
      await start(sourceAt('a'));
      const a = await connectTo('a');
      a.write('one\n');
      await sendUdp('uno');
      await written('a', 'one');
      await written('udp', 'uno');
      a.write('two\n');
      await sendUdp('due');
      await relay.reload(configOf(sourceAt('b'), sourceAt('a')));
      a.write('three\n');
      const b = await connectTo('b');
      b.write('first\n');
      await sendUdp('tre');
      await written('a', 'one', 'two', 'three');
      await written('b', 'first');
      await written('udp', 'uno', 'due', 'tre');
      await relay.reload(configOf(sourceAt('b')));
      b.write('last\n');
      expect(await relay.stop()).to.equal(true);
      expect(fileOf('b')).to.equal('first\nlast\n');
      const fates = relay.account().filter((line) => line.includes(' = '));
      expect(fates).to.deep.equal([
        'source udp: 3 datagrams = 3 events; 0 signals, 0 dropped by the kernel',
        'source a: 3 datagrams = 3 events; 0 signals, 0 dropped by the kernel',
        'source b: 2 datagrams = 2 events; 0 signals, 0 dropped by the kernel',
        'destination files: 8 routed = 8 delivered',
      ]);
    });
  }

  it('starts the thread of a kind when a reload first needs it', async () => {
    await start();
    await relay.reload(configOf(sourceAt('a')));
    (await connectTo('a')).write('one\n');
    await written('a', 'one');
    expect(log.entries).to.include(`info source a listens on lines ${directory()}/a.sock`);
    expect(await relay.stop()).to.equal(true);
  });

  it('makes senders wait that can, and no others', async () => {
    await start(sourceAt('a'));
    const a = await connectTo('a');
    relay.pause(true);
    // A reload ends after the thread has taken every message before it.
    await relay.reload(configOf(sourceAt('a')));
    a.write('waits\n');
    const sent = ['1', '2', '3', '4', '5'];
    for (const [index, text] of sent.entries()) {
      await sendUdp(text);
      await written('udp', ...sent.slice(0, index + 1));
    }
    expect(fileOf('a')).to.equal('');
    relay.pause(false);
    await written('a', 'waits');
    expect(await relay.stop()).to.equal(true);
  });

  it('is as it was when a source is refused, and takes the next configuration', async () => {
    await start(sourceAt('a'));
    const a = await connectTo('a');
    const before = log.entries.length;
    const refused = configOf(lineSource('b', '/nowhere/b.sock'));
    const error = await relay.reload(refused).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.include('/nowhere');
    expect(log.entries.slice(before)).to.deep.equal([]);
    a.write('one\n');
    await sendUdp('uno');
    await written('a', 'one');
    await written('udp', 'uno');
    await relay.reload(configOf(sourceAt('c')));
    (await connectTo('c')).write('two\n');
    await written('c', 'two');
    expect(await relay.stop()).to.equal(true);
  });
});
