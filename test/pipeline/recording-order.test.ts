import { expect } from 'chai';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { RecordingDecoder } from '../../lib/recording/recording-decoder.ts';

/** Sequences in the order they left, for records recorded at these seconds. */
function decoded(reorderWaitMs: number, recorded: readonly [t: number, sequence: number][]) {
  const left: number[] = [];
  const decoder = new RecordingDecoder({
    sourceOf: () => ({ ...(defaultConfig().sources[0] as UdpSourceConfig), reorderWaitMs }),
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    startUs: 0,
    sink: { take: ({ kernel }) => void left.push(kernel.sequence) },
  });
  for (const [t, sequence] of recorded) {
    const bytes = Buffer.from(`6,${sequence},50000000,-;x\n`);
    decoder.take({ t, source: undefined, dstPort: undefined, bytes });
  }
  decoder.finish();
  return left;
}

describe('a recording with records out of order', () => {
  const recorded: [number, number][] = [
    [0, 1],
    [0.1, 3],
    [0.2, 2],
    [0.3, 5],
    [0.6, 6],
    [0.7, 4],
  ];

  it('is put in order by its own times', () => {
    expect(decoded(250, recorded)).to.deep.equal([1, 2, 3, 5, 6, 4]);
    expect(decoded(500, recorded)).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('leaves as it is recorded when nothing is to wait', () => {
    expect(decoded(0, recorded)).to.deep.equal([1, 3, 2, 5, 6, 4]);
  });
});
