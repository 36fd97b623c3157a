import { expect } from 'chai';
import { loadConfig } from '../../lib/config/load-config.ts';
import { BASIC } from '../../lib/event/format.ts';
import { COUNT, createSourceCounts } from '../../lib/observe/counters.ts';
import { ShardPipeline } from '../../lib/shard/shard-pipeline.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { sampleView } from '../event/sample-view.ts';

/** Where a shard sends lines that senders say: destinations in order, by sender. */
function createPipeline(routes: string) {
  const text = `
sources: { net: { type: udp, listen: "127.0.0.1:6666" } }
destinations: { a: { type: stdout }, b: { type: stdout } }
routes: ${routes}
`;
  const { config } = loadConfig(text, { file: 'test', env: {}, readFile: () => '' });
  const counts = createSourceCounts();
  const routed = new Float64Array(2);
  const pipeline = new ShardPipeline(
    0,
    {
      generation: 0,
      config,
      names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
      inputs: [{ fd: -1, source: 0, port: 6666 }],
      counts: [counts],
      routed,
    },
    {
      handOver: () => undefined,
      ask: () => undefined,
      chunkEnded: () => undefined,
      busiest: () => undefined,
    },
  );
  const key = new SenderKey();
  const bytes = Buffer.from('[    1.000000] text\n');
  const [intake] = pipeline.sinks();
  const destinationsOf = (address: string): string => {
    expect(key.setFromText(address, 6665, Number)).to.equal(true);
    const before = [...routed];
    intake?.announce(1);
    intake?.datagram(
      { bytes, start: 0, end: bytes.length, receivedUs: 1e15, isTruncated: false, isPlain: false },
      key,
      0,
    );
    return ['a', 'b'].filter((_, index) => routed[index] !== before[index]).join('');
  };
  return { counts, destinationsOf, pipeline, routed };
}

describe('routes of a shard', () => {
  it('go by the addresses of senders', () => {
    const { destinationsOf } = createPipeline(`
  - { when: { source: [192.0.2.0/24, "2001:db8::/32"] }, to: [a], final: true }
  - { when: { not: { source: 198.51.100.7 } }, to: [b] }`);
    for (const [address, expected] of [
      ['192.0.2.10', 'a'],
      ['::ffff:192.0.2.10', 'a'],
      ['192.0.3.10', 'b'],
      ['2001:db8:1::5', 'a'],
      ['2001:db9::5', 'b'],
      ['198.51.100.7', ''],
      ['fe80::1%2', 'b'],
    ] as const) {
      expect(destinationsOf(address), address).to.equal(expected);
    }
  });

  it('take events that are decoded already', () => {
    const { pipeline, routed } = createPipeline('[{ to: [b] }]');
    pipeline.decoded.take(sampleView(BASIC, 'text'));
    expect([...routed]).to.deep.equal([0, 1]);
  });

  it('that lead nowhere on purpose are no reason to count an event as unrouted', () => {
    for (const [routes, unrouted] of [
      ['[{ to: [] }]', 0],
      ['[{ when: { host: "192.*" }, to: [], final: true }, { to: [a] }]', 0],
      ['[{ when: { host: "10.*" }, to: [a] }]', 1],
      ['[{ when: { format: rfc3164 }, to: [a] }]', 1],
    ] as const) {
      const { counts, destinationsOf } = createPipeline(routes);
      expect(destinationsOf('192.0.2.1')).to.equal('');
      expect(counts[COUNT.unrouted], routes).to.equal(unrouted);
    }
  });
});
