import { expect } from 'chai';
import { loadConfig } from '../../lib/config/load-config.ts';
import type { SealedBatch } from '../../lib/deliver/batch.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { ShardPipeline } from '../../lib/shard/shard-pipeline.ts';

const CONFIG = `
sources: { net: { type: udp, listen: "127.0.0.1:6666" } }
destinations:
  one: { type: stdout, format: text, template: $MSG }
  two: { type: stdout, format: json }
routes: [ { to: [one, two] } ]
`;

describe('chunks of a source that can wait', () => {
  let left: (SealedBatch | number)[];
  let pipeline: ShardPipeline;

  beforeEach(() => {
    left = [];
    const { config } = loadConfig(CONFIG, { file: 'test', env: {}, readFile: () => '' });
    pipeline = new ShardPipeline(
      0,
      {
        generation: 0,
        config,
        names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
        inputs: [{ fd: -1, source: 0, port: 6666 }],
        counts: [createSourceCounts()],
        routed: new Float64Array(2),
      },
      {
        handOver: (batches) => left.push(...batches),
        chunkEnded: (receipt) => left.push(receipt),
        ask: () => undefined,
        busiest: () => undefined,
      },
    );
  });

  function take(text: string): void {
    const bytes = Buffer.from(`[    1.000000] ${text}\n`);
    const range = { bytes, start: 0, end: bytes.length };
    const datagram = { ...range, receivedUs: 1e15, isTruncated: false, isPlain: false };
    const key = new SenderKey();
    key.setFromText('192.0.2.1', 6665, Number);
    const [sink] = pipeline.sinks();
    sink?.announce(1);
    sink?.datagram(datagram, key, 0);
  }

  /** Everything that left the pipeline: batches by receipt and number of events, and the ends of chunks. */
  const found = (): unknown[] =>
    left.map((each) => (typeof each === 'number' ? each : [each.receipt, each.events]));

  it('are in batches of their own, for every destination, and end after the last one', () => {
    take('before');
    const first = pipeline.chunk(() => {
      take('1');
      take('2');
    });
    const second = pipeline.chunk(() => take('3'));
    take('after');
    pipeline.flush();
    expect(second).to.not.equal(first);
    expect(found()).to.deep.equal([
      [undefined, 1],
      [undefined, 1],
      [first, 2],
      [first, 2],
      first,
      [second, 1],
      [second, 1],
      second,
      [undefined, 1],
      [undefined, 1],
    ]);
  });

  it('end at once when they contain no event', () => {
    const receipt = pipeline.chunk(() => undefined);
    expect(found()).to.deep.equal([receipt]);
  });
});
