import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { loadConfig } from '../../../lib/config/load-config.ts';
import { COUNT, createSourceCounts } from '../../../lib/observe/counters.ts';
import { ShardPipeline } from '../../../lib/shard/shard-pipeline.ts';
import { ReceiveLoop } from '../../../lib/receive/udp/receive-loop.ts';
import { encodeSocketAddress } from '../../../lib/system/socket-address.ts';
import { loadSystemCalls, type SystemCalls } from '../../../lib/system/system-calls.ts';
import { openUdpSockets } from '../../../lib/receive/udp/udp-socket.ts';

const CONFIG = `
sources: { load: { type: udp, listen: "127.0.0.1:6666" } }
destinations: { files: { type: file, path: /log/$HOST/messages.log } }
`;
const LINE = Buffer.from('[    1.000000] text\n');

const calls = loadSystemCalls();

/** A loop that reads one socket of this machine, by `calls`. */
function createLoop(loopCalls: SystemCalls, fd: number) {
  const { config } = loadConfig(CONFIG, { file: 'test', env: {}, readFile: () => '' });
  const counts = createSourceCounts();
  const settings = {
    generation: 0,
    config,
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    inputs: [{ fd, source: 0, port: 6666 }],
    counts: [counts],
    routed: new Float64Array(1),
  };
  const pipeline = new ShardPipeline(0, settings, {
    handOver: () => undefined,
    ask: () => undefined,
    chunkEnded: () => undefined,
    busiest: () => undefined,
  });
  const loop = new ReceiveLoop(loopCalls, pipeline, {
    control: new Int32Array(new SharedArrayBuffer(8)),
    wakeFd: -1,
    attend: () => false,
    trouble: (message) => {
      throw new Error(message);
    },
  });
  loop.use(settings.inputs);
  return { loop, counts };
}

function open(): { fd: number; port: number } {
  const [socket] = openUdpSockets(calls, { address: '127.0.0.1', port: 0 }, 1 << 20, 1);
  if (socket === undefined) throw new Error('no socket');
  return socket;
}

describe('ReceiveLoop', () => {
  it('reads at the end what waits, and no more than that while more comes', () => {
    const { fd, port } = open();
    const sender = calls.socket(2, 2, 0);
    const target = encodeSocketAddress({ address: '127.0.0.1', port });
    const send = (count: number): void => {
      for (let i = 0; i < count; i++) calls.sendto(sender, LINE, LINE.length, target);
    };
    let reads = 0;
    // Whoever looks finds the socket full again.
    const flooded: SystemCalls = {
      ...calls,
      recvmmsg: (...parameters) => {
        if (++reads > 1000) throw new Error('it does not end');
        send(300);
        return calls.recvmmsg(...parameters);
      },
    };
    const { loop, counts } = createLoop(flooded, fd);
    send(700);
    loop.drain();
    calls.close(fd);
    calls.close(sender);
    expect(counts[COUNT.datagrams]).to.be.at.least(700);
    expect(counts[COUNT.events]).to.equal(counts[COUNT.datagrams]);
  });

  it('reads everything at the end when nothing more comes', async () => {
    const { fd, port } = open();
    const sender = createSocket('udp4');
    for (let i = 0; i < 600; i++) {
      await new Promise<void>((resolve) => sender.send(LINE, port, '127.0.0.1', () => resolve()));
    }
    sender.close();
    const { loop, counts } = createLoop(calls, fd);
    loop.drain();
    calls.close(fd);
    expect(counts[COUNT.datagrams]).to.equal(600);
    expect(counts[COUNT.events]).to.equal(600);
  });
});
