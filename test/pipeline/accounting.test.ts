import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { assert as check, array, constantFrom, property, record, uint8Array } from 'fast-check';
import { udpSources } from '../config/udp-sources.ts';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { unaccounted } from '../../lib/observe/accounting.ts';
import { COUNT } from '../../lib/observe/counters.ts';
import { RecordingDecoder } from '../../lib/recording/recording-decoder.ts';
import { parseRecordingLine, type Recorded } from '../../lib/recording/recording.ts';

const CAPTURES = join(import.meta.dirname, '../captures');

function createDecoder(overrides: Partial<UdpSourceConfig> = {}) {
  const seen = { events: 0 };
  const decoder = new RecordingDecoder({
    sourceOf: () => ({ ...(udpSources()[0] as UdpSourceConfig), ...overrides }),
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    startUs: 0,
    sink: { take: () => void seen.events++ },
  });
  return { decoder, seen };
}

/** Every datagram has a fate, and every event was counted, at this moment. */
function expectBalance({ decoder, seen }: ReturnType<typeof createDecoder>): void {
  const sum = (name: keyof typeof COUNT): number =>
    decoder.counts.reduce((total, counts) => total + (counts[COUNT[name]] as number), 0);
  expect(decoder.counts.map((counts) => unaccounted(counts))).to.deep.equal(
    decoder.counts.map(() => 0),
  );
  expect(seen.events).to.equal(sum('events') + sum('signals'));
}

describe('accounting', () => {
  for (const recording of readdirSync(CAPTURES).filter((name) => name.endsWith('.jsonl'))) {
    it(`has a fate for every datagram of ${recording}, at every moment`, () => {
      const stand = createDecoder();
      for (const line of readFileSync(join(CAPTURES, recording), 'utf8').trimEnd().split('\n')) {
        stand.decoder.take(parseRecordingLine(line) as Recorded);
        expectBalance(stand);
      }
      stand.decoder.finish();
      expectBalance(stand);
      for (const counts of stand.decoder.counts) expect(counts[COUNT.keptOpen]).to.equal(0);
    });
  }

  it('has a fate for any datagrams of any senders', () => {
    const payload = constantFrom(
      '6,1,5,-;a\n',
      '6,2,5,-,ncfrag=0/8;1234',
      '6,2,5,-,ncfrag=4/8;5678',
      '6,3,5,-,ncfrag=0/20;x',
      '[    1.000000] b\n',
      `[    1.000000] ${'c'.repeat(985)}`,
      'piece',
      'end\n',
      '\n',
      '',
      '\0',
      '<13>Oct 11 22:14:15 h p: m',
      '<165>1 - - - - - - x',
      '** 17 printk messages dropped **\n[    2.000000] d\n',
    );
    const datagram = record({
      payload,
      junk: uint8Array({ maxLength: 3 }),
      host: constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.1', '2001:db8::1'),
      port: constantFrom(1, 2, 3, 4),
      waitMs: constantFrom(0, 0, 1, 300, 5000),
      dstPort: constantFrom(514, 6666),
    });
    check(
      property(array(datagram, { maxLength: 60 }), constantFrom(0, 200), (datagrams, wait) => {
        const stand = createDecoder({
          allow: ['192.0.2.0/24', '2001:db8::/32'],
          maxSenders: 5,
          reorderWaitMs: wait,
        });
        let t = 0;
        for (const { payload: text, junk, host, port, waitMs, dstPort } of datagrams) {
          t += waitMs / 1000;
          const bytes = Buffer.concat([Buffer.from(text), junk]);
          stand.decoder.take({ t, source: { address: host, port }, dstPort, bytes });
          expectBalance(stand);
        }
        stand.decoder.finish();
        expectBalance(stand);
      }),
    );
  });
});
