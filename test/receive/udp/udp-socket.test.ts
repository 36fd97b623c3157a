import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { DatagramReader } from '../../../lib/receive/udp/datagram-reader.ts';
import { EAGAIN } from '../../../lib/system/linux.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { SocketMemory } from '../../../lib/receive/udp/socket-memory.ts';
import { SocketError } from '../../../lib/receive/socket-error.ts';
import { openUdpSockets, type UdpSocket } from '../../../lib/receive/udp/udp-socket.ts';
import { FilledSlots, type Received } from '../slots.ts';

const calls = loadSystemCalls();

async function send(
  datagrams: readonly Uint8Array[],
  port: number,
  to = '127.0.0.1',
): Promise<number> {
  const socket = createSocket(to.includes(':') ? 'udp6' : 'udp4');
  for (const datagram of datagrams) {
    await new Promise<void>((resolve, reject) => {
      socket.send(datagram, port, to, (error) => (error === null ? resolve() : reject(error)));
    });
  }
  const from = socket.address().port;
  socket.close();
  return from;
}

describe('UDP sockets', () => {
  const opened: UdpSocket[] = [];
  const open = (address: string, port = 0, count = 1, bytes = 1 << 20): UdpSocket[] => {
    const sockets = openUdpSockets(calls, { address, port }, bytes, count);
    opened.push(...sockets);
    return sockets;
  };

  afterEach(() => {
    for (const { fd } of opened.splice(0)) calls.close(fd);
  });

  it('reads datagrams with sender, length and time of arrival', async () => {
    const [socket] = open('127.0.0.1') as [UdpSocket];
    const slots = new FilledSlots(calls, 4);
    expect(slots.read(socket.fd)).to.equal(-EAGAIN);
    const beforeUs = Date.now() * 1000 - 1000;
    const sent = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(65_507, 0x61)];
    const from = await send(sent, socket.port);
    const received = slots.read(socket.fd) as Received[];
    expect(received.map(({ bytes }) => bytes)).to.deep.equal(sent);
    const [first] = received as [Received];
    expect(first.receivedUs).to.be.within(beforeUs, Date.now() * 1000 + 1000);
    expect([first.address, first.port]).to.deep.equal(['127.0.0.1', from]);
  });

  it('says when a datagram was cut', async () => {
    const [socket] = open('127.0.0.1') as [UdpSocket];
    const slots = new FilledSlots(calls, 2, { maxBytes: 10 });
    await send([Buffer.alloc(11, 0x61), Buffer.alloc(10, 0x61)], socket.port);
    const received = slots.read(socket.fd) as Received[];
    expect(received.map(({ isTruncated }) => isTruncated)).to.deep.equal([true, false]);
  });

  it('reads again and again into the same slots', async () => {
    const [socket] = open('127.0.0.1') as [UdpSocket];
    const slots = new FilledSlots(calls, 2, { maxBytes: 100 });
    for (let round = 0; round < 5; round++) {
      await send([Buffer.from(`round ${round}`)], socket.port);
      const received = slots.read(socket.fd) as Received[];
      expect(received.map(({ bytes }) => String(bytes))).to.deep.equal([`round ${round}`]);
      expect(received[0]?.receivedUs).to.be.above(0);
    }
  });

  it('hears both families on ::', async () => {
    const [socket] = open('::') as [UdpSocket];
    const slots = new FilledSlots(calls, 4, { maxBytes: 100 });
    await send([Buffer.from('4')], socket.port);
    await send([Buffer.from('6')], socket.port, '::1');
    const received = slots.read(socket.fd) as Received[];
    expect(received.map(({ address }) => address)).to.deep.equal(['127.0.0.1', '::1']);
  });

  it('refuses a port that is taken, also when both would share it', () => {
    const [first] = open('127.0.0.1', 0, 2) as [UdpSocket];
    for (const count of [1, 2]) {
      expect(() => open('127.0.0.1', first.port, count)).to.throw(
        SocketError,
        `Cannot bind UDP socket to 127.0.0.1:${first.port}: EADDRINUSE (address already in use); another program listens there`,
      );
    }
  });

  it('shares one port among the sockets of several shards', () => {
    const sockets = open('127.0.0.1', 0, 3);
    expect(new Set(sockets.map(({ port }) => port)).size).to.equal(1);
    expect(new Set(sockets.map(({ fd }) => fd)).size).to.equal(3);
  });

  it('tells how full the buffer is and how many datagrams the kernel dropped', async () => {
    const [socket] = open('127.0.0.1', 0, 1, 4096) as [UdpSocket];
    const memory = new SocketMemory(calls);
    expect([memory.drops(socket.fd), memory.held(socket.fd)]).to.deep.equal([0, 0]);
    expect(memory.isDeep(socket.fd)).to.equal(false);
    await send(
      Array.from({ length: 200 }, () => Buffer.alloc(1000)),
      socket.port,
    );
    const reader = new DatagramReader(calls, 256, 2000);
    expect(memory.held(socket.fd)).to.be.within(2048, 8192);
    expect(memory.isDeep(socket.fd)).to.equal(true);
    const received = reader.read(socket.fd);
    expect(received).to.be.within(1, 199);
    expect([memory.drops(socket.fd), memory.held(socket.fd)]).to.deep.equal([200 - received, 0]);
  });
});
