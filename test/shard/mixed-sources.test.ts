import { expect } from 'chai';
import { loadConfig } from '../../lib/config/load-config.ts';
import type { SealedBatch } from '../../lib/deliver/batch.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { ShardPipeline } from '../../lib/shard/shard-pipeline.ts';

const CONFIG = `
sources:
  net: { type: udp, listen: "127.0.0.1:514" }
  stream: { type: tcp, listen: "127.0.0.1:601" }
destinations: { one: { type: stdout, format: text, template: $MSG } }
`;

describe('a thread that reads datagrams and streams', () => {
  it('keeps their events in separate batches, of which those of streams have a receipt', () => {
    const left: SealedBatch[] = [];
    const { config } = loadConfig(CONFIG, { file: 'test', env: {}, readFile: () => '' });
    const pipeline = new ShardPipeline(
      0,
      {
        generation: 0,
        config,
        names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
        inputs: [
          { fd: -1, source: 0, port: 514 },
          { fd: -1, source: 1, port: 601 },
        ],
        counts: [createSourceCounts(), createSourceCounts()],
        routed: new Float64Array(1),
      },
      {
        handOver: (batches) => left.push(...batches),
        chunkEnded: () => undefined,
        ask: () => undefined,
        busiest: () => undefined,
      },
    );
    const key = new SenderKey();
    key.setFromText('192.0.2.1', 1, Number);
    const take = (source: number, text: string): void => {
      const bytes = Buffer.from(text);
      const range = { bytes, start: 0, end: bytes.length };
      const datagram = { ...range, receivedUs: 1e15, isTruncated: false, isPlain: false };
      pipeline.sinks()[source]?.announce(1);
      pipeline.sinks()[source]?.datagram(datagram, key, 0);
    };
    take(0, '<13>a');
    take(1, '<13>b\n');
    take(1, '<13>c\n');
    take(0, '<13>d');
    // A record that is open is the datagram's, whatever comes after it.
    take(0, '[    1.000000] e');
    take(1, '<13>f\n');
    pipeline.expire(10_000);
    pipeline.flush();
    const found = left.map(({ receipt, bytes, used }) => [
      receipt === undefined ? 'datagrams' : 'stream',
      Buffer.from(bytes.subarray(0, used)).toString(),
    ]);
    expect(found).to.deep.equal([
      ['datagrams', 'a\n'],
      ['stream', 'b\nc\n'],
      ['datagrams', 'd\n'],
      ['stream', 'f\n'],
      ['datagrams', '[    1.000000] e\n'],
    ]);
  });
});
