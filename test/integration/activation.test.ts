import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { Child } from '../servers/child.ts';
import { freeTcpPort, freeUdpPort } from '../servers/free-port.ts';
import { MAIN, sendAll } from './running-relay.ts';
import { ended, sendLines } from './send-lines.ts';

/** Connects to a relay that will not start: the connection is reset. */
async function knock(port: number): Promise<void> {
  await ended(connect(port, '127.0.0.1'));
}

const ACTIVATE = 'systemd-socket-activate';
const isThere = spawnSync(ACTIVATE, ['--version']).status === 0;

describe('sockets of the service manager', () => {
  const directory = temporaryDirectory();
  let configurations = 0;

  before(function () {
    if (isThere) return;
    process.stdout.write(`skipped: no ${ACTIVATE} here\n`);
    this.skip();
  });

  /** Starts the relay as soon as something arrives at one of the sockets. */
  function activate(sockets: readonly string[], sources: string): Child {
    const config = join(directory(), `relay-${++configurations}.yaml`);
    writeFileSync(config, `sources:\n${sources}\ndestinations: { out: { type: stdout } }\n`);
    const command = [process.execPath, MAIN, 'run', '--config', config];
    return new Child(ACTIVATE, [...sockets, ...command]);
  }

  it('are read: TCP by its name, UDP by its address; a reload keeps them', async () => {
    const port = await freeTcpPort();
    const datagrams = await freeUdpPort();
    // Each run of systemd-socket-activate opens sockets of one type.
    const tcp = activate(
      ['--fdname=stream', '-l', `127.0.0.1:${port}`],
      '  stream: { type: tcp, listen: "127.0.0.1:1" }',
    );
    const udp = activate(
      ['-d', '-l', `127.0.0.1:${datagrams}`],
      `  net: { type: udp, listen: "127.0.0.1:${datagrams}" }`,
    );
    await Promise.all([tcp, udp].map((child) => child.printed(/Listening on/)));
    await sendLines(port, ['<13>over tcp']);
    await sendAll(['<13>over udp'], datagrams);
    await tcp.printed(/"message":"over tcp"/);
    await udp.printed(/"message":"over udp"/);
    expect(tcp.stderr).to.include(`source stream listens on TCP 127.0.0.1:${port}`);
    for (const child of [tcp, udp]) {
      const told = child.stderr.length;
      child.process.kill('SIGHUP');
      await child.printedAfter(told, /configuration reloaded/);
    }
    await sendLines(port, ['<13>again over tcp']);
    await sendAll(['<13>again over udp'], datagrams);
    await tcp.printed(/"message":"again over tcp"/);
    await udp.printed(/"message":"again over udp"/);
    expect(await Promise.all([tcp.stop(), udp.stop()])).to.deep.equal([0, 0]);
  });

  it('that no source reads, or of another type, end the start with 100', async () => {
    const port = await freeTcpPort();
    const unused = activate(
      ['-l', `127.0.0.1:${port}`],
      '  net: { type: udp, listen: "127.0.0.1:0" }',
    );
    await unused.printed(/Listening on/);
    await knock(port);
    expect(await unused.exited).to.equal(100);
    expect(unused.stderr).to.include(
      `no source reads descriptor 3 (name none, tcp 127.0.0.1:${port}); give a source its name or address`,
    );
    const wrong = activate(
      ['--fdname=net', '-l', `127.0.0.1:${port}`],
      '  net: { type: udp, listen: "127.0.0.1:0" }',
    );
    await wrong.printed(/Listening on/);
    await knock(port);
    expect(await wrong.exited).to.equal(100);
    expect(wrong.stderr).to.include('it is a socket of type tcp, and the source is of type udp');
  });
});
