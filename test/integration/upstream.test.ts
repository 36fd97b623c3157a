import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeTcpPort } from '../servers/free-port.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';
import { RunningRelay, sendAll } from './running-relay.ts';

const CONFIG = join(import.meta.dirname, '../../config');

function read(file: string): string {
  return readFileSync(join(CONFIG, file), 'utf8');
}

const isThere = (text: string): boolean => text !== '';

/** The fragments of one extended record with this text. */
function fragments(text: string, sequence: number): string[] {
  const size = 900;
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => {
    const part = text.slice(i * size, (i + 1) * size);
    return `6.12.0,4,${sequence},${sequence}000000,-,ncfrag=${i * size}/${text.length};${part}`;
  });
}

describe('upstream syslog-ng with the ready configurations', () => {
  let server: SyslogNg;
  let relay: RunningRelay;

  beforeEach(async () => {
    const port = String(await freeTcpPort());
    const statements = read('upstream-syslog-ng.conf')
      .replace('@version: 3.38\n', '')
      .replace('port(601)', `ip("127.0.0.1") port(${port})`)
      .replace('/var/log/hosts', 'DIR')
      .replace('$ISODATE', '$PRI');
    server = await SyslogNg.start(statements);
    const config = read('upstream.yaml')
      .replace('to: tcp://loghost:601', `to: tcp://127.0.0.1:${port}`)
      .replaceAll(/"\[::\]:\d+"/g, '"127.0.0.1:0"');
    relay = await RunningRelay.start({ config });
  });

  afterEach(async () => {
    await relay.stop();
    await server.stop();
  });

  it('delivers kernel records and syslog', async () => {
    await sendAll(['<6>[  501.151268] usb 1-1: new device\n'], relay.port('netconsole'));
    await sendAll(['<34>Oct 11 22:14:15 db1 su[42]: failed'], relay.port('syslog'));
    expect(await server.file('localhost/kernel.log', isThere)).to.equal(
      '6 localhost kernel: usb 1-1: new device\n',
    );
    expect(await server.file('db1/su.log', isThere)).to.equal('34 db1 su[42]: failed\n');
  });

  it('cuts a kernel record of 66 KB, and keeps the connection', async () => {
    const text = 'x'.repeat(66_000);
    await sendAll([...fragments(text, 1), '4,2,2000000,-;after it\n'], relay.port('netconsole'));
    const written = await server.file('localhost/kernel.log', (t) => t.endsWith('after it\n'));
    const [first = '', second] = written.split('\n');
    expect(second).to.equal('4 localhost kernel: after it');
    // The message is 65,536 bytes with its header.
    expect(first).to.match(/^4 localhost kernel: x{65000,65535}$/);
    expect(server.log.match(/Syslog connection accepted/g)).to.have.length(1);
    await relay.child.stop();
    expect(relay.child.stderr).to.include('2 routed = 2 delivered; 1 truncated');
  });
});
