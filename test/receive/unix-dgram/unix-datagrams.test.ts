import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { UNIX_DGRAM } from '../../../lib/config/schema/sources/unix-dgram.ts';
import { ActivatedSockets } from '../../../lib/receive/activated-sockets.ts';
import { unixDgramSockets } from '../../../lib/receive/unix-dgram/unix-dgram-sockets.ts';
import type { KeptSocket } from '../../../lib/receive/socket-receiver.ts';
import { encodeUnixAddress } from '../../../lib/system/socket-address.ts';
import { AF_UNIX, SOCK_DGRAM } from '../../../lib/system/linux.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { temporaryDirectory } from '../../deliver/temporary-directory.ts';
import { FilledSlots } from '../slots.ts';

describe('datagrams of Unix sockets', () => {
  const calls = loadSystemCalls();
  const directory = temporaryDirectory();
  let socket: KeptSocket;
  let path: string;

  beforeEach(async () => {
    path = join(directory(), 'log');
    const source = UNIX_DGRAM.schema.parse({ type: 'unix-dgram', path })('local');
    const sockets = unixDgramSockets({ calls, activated: new ActivatedSockets() });
    socket = await sockets.open(source, []);
  });

  afterEach(() => socket.close());

  const send = (text: string): void => {
    const fd = calls.socket(AF_UNIX, SOCK_DGRAM, 0);
    const bytes = Buffer.from(text);
    expect(calls.sendto(fd, bytes, bytes.length, encodeUnixAddress(path))).to.equal(bytes.length);
    calls.close(fd);
  };

  it('have the pid and uid of their sender, and the time of arrival', () => {
    const slots = new FilledSlots(calls, 4);
    const beforeUs = Date.now() * 1000 - 1000;
    send('<13>one');
    const result = spawnSync('logger', ['-u', path, '-d', '-t', 'app', 'two']);
    expect(result.status).to.equal(0);
    const received = slots.read(socket.fd);
    if (typeof received === 'number') throw new Error(`recvmmsg: ${received}`);
    const [one, two] = received;
    expect(one?.address).to.equal(
      `local pid ${process.pid} uid ${process.getuid?.()} connection 0`,
    );
    expect(one?.bytes.toString()).to.equal('<13>one');
    expect(one?.receivedUs).to.be.within(beforeUs, Date.now() * 1000 + 1000);
    expect(two?.address).to.match(/^local pid \d+ uid \d+ connection 0$/);
    expect(two?.address).to.not.equal(one?.address);
  });

  it('are not taken for those of the UDP sender that was in their slot before', () => {
    const slots = new FilledSlots(calls, 1);
    const bytes = Buffer.from('x');
    const receivedUs = 1_000_000;
    slots.put(0, { bytes, isTruncated: false, receivedUs, address: '192.0.2.1', port: 1 });
    send('<13>local');
    const received = slots.read(socket.fd);
    expect(typeof received !== 'number' && received[0]?.address).to.match(/^local pid/);
  });
});
