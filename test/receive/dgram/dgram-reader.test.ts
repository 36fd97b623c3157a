import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import { udpSources } from '../../config/udp-sources.ts';
import { loadConfig } from '../../../lib/config/load-config.ts';
import { COUNT, createSourceCounts } from '../../../lib/observe/counters.ts';
import { ShardPipeline } from '../../../lib/shard/shard-pipeline.ts';
import { DgramReader } from '../../../lib/receive/dgram/dgram-reader.ts';
import type { ShardSettings } from '../../../lib/shard/shard-messages.ts';
import { encodeSocketAddress } from '../../../lib/system/socket-address.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';

const LINE = Buffer.from('[    1.000000] text\n');
const COUNT_SENT = 20;

function settingsFor(generation: number, ...names: string[]): ShardSettings {
  const sources = names.map((name) => `${name}: { type: udp, listen: "127.0.0.1:0" }`).join(', ');
  const text = `sources: { ${sources} }\ndestinations: { screen: { type: stdout } }\n`;
  const { config } = loadConfig(text, { file: 'test', env: {}, readFile: () => '' });
  return {
    generation,
    config,
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    inputs: [],
    counts: names.map(() => createSourceCounts()),
    routed: new Float64Array(1),
  };
}

function createPipeline(settings: ShardSettings): ShardPipeline {
  const exits = {
    handOver: () => undefined,
    ask: () => undefined,
    chunkEnded: () => undefined,
    busiest: () => undefined,
  };
  return new ShardPipeline(0, settings, exits);
}

function createReader(): DgramReader {
  return new DgramReader({
    opened: () => undefined,
    arrived: () => undefined,
    report: () => undefined,
  });
}

/** Opens what the settings name; returns them with the ports that were bound. */
async function open(reader: DgramReader, settings: ShardSettings): Promise<ShardSettings> {
  const sources = udpSources(settings.config).map((config, index) => ({
    config,
    input: settings.inputs[index] ?? { fd: -1, source: index, port: 0 },
  }));
  return { ...settings, inputs: await reader.open(sources) };
}

/** Sends without a turn of the event loop: all of it is in the kernel when this returns. */
function sendTo(port: number): void {
  const calls = loadSystemCalls();
  const socket = calls.socket(2, 2, 0);
  const target = encodeSocketAddress({ address: '127.0.0.1', port });
  for (let i = 0; i < COUNT_SENT; i++) calls.sendto(socket, LINE, LINE.length, target);
  calls.close(socket);
}

describe('DgramReader', () => {
  it('keeps what comes between binding and reading', async () => {
    const reader = createReader();
    const settings = await open(reader, settingsFor(0, 'a', 'b'));
    sendTo(settings.inputs[0]?.port ?? 0);
    // Node reads what is there in each turn of its loop.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    const pipeline = createPipeline(settings);
    reader.read(pipeline.sinks(), pipeline);
    await reader.close();
    pipeline.finish(performance.now());
    expect(settings.counts.map((counts) => counts[COUNT.events])).to.deep.equal([COUNT_SENT, 0]);
  });

  it('reads what has come before it closes a socket', async () => {
    const reader = createReader();
    const before = await open(reader, settingsFor(0, 'a', 'b'));
    const pipeline = createPipeline(before);
    reader.read(pipeline.sinks(), pipeline);
    sendTo(before.inputs[0]?.port ?? 0);
    const after = await open(reader, settingsFor(1, 'b'));
    pipeline.configure(after, performance.now());
    reader.read(pipeline.sinks(), pipeline);
    await reader.close();
    pipeline.finish(performance.now());
    expect(before.counts[0]?.[COUNT.datagrams]).to.equal(COUNT_SENT);
  });

  it('gives datagrams to the intake of their source, though many come for one that was just bound', async () => {
    const reader = createReader();
    const settings = await open(reader, settingsFor(0, 'a', 'b', 'c'));
    for (const { port } of settings.inputs) sendTo(port);
    const pipeline = createPipeline(settings);
    reader.read(pipeline.sinks(), pipeline);
    const late = createSocket('udp4');
    late.send(LINE, settings.inputs[2]?.port ?? 0, '127.0.0.1', () => late.close());
    await once(late, 'close');
    await reader.close();
    pipeline.finish(performance.now());
    const events = settings.counts.map((counts) => counts[COUNT.events]);
    expect(events).to.deep.equal([COUNT_SENT, COUNT_SENT, COUNT_SENT + 1]);
  });
});
