import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  array,
  assert as check,
  constantFrom,
  oneof,
  property,
  tuple,
  uint8Array,
} from 'fast-check';
import { loadConfig } from '../../lib/config/load-config.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { ShardPipeline } from '../../lib/shard/shard-pipeline.ts';
import { parseRecordingLine, type Recorded } from '../../lib/recording/recording.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
const CONFIG = `
sources:
  load: { type: udp, listen: "127.0.0.1:6666", keepHostname: true }
destinations:
  files: { type: file, path: /log/$HOST/messages.log }
  json: { type: stdout, format: json }
routes: [ { to: [files, json] } ]
`;

/** What a shard makes of datagrams of one sender, with or without knowing which ones are printable ASCII. */
function handledBy(datagrams: readonly Uint8Array[], isTold: boolean): string[] {
  const { config } = loadConfig(CONFIG, { file: 'test', env: {}, readFile: () => '' });
  const lines: string[] = [];
  const pipeline = new ShardPipeline(
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
      handOver: (batches) => {
        for (const { destination, bytes, used, isPlain } of batches) {
          const text = Buffer.from(bytes.subarray(0, used)).toString('latin1');
          lines.push(`${destination} ${isPlain} ${text}`);
        }
      },
      ask: () => undefined,
      chunkEnded: () => undefined,
      busiest: () => undefined,
    },
  );
  const key = new SenderKey();
  key.setFromText('192.0.2.1', 1, Number);
  const [intake] = pipeline.sinks();
  for (const [index, sent] of datagrams.entries()) {
    const isPlain = isTold && /^[ -~]*\n?\0*$/.test(Buffer.from(sent).toString('latin1'));
    // All in one buffer, as what waits is.
    buffer.fill(0xff);
    buffer.set(sent, 8 * (index % 5));
    const start = 8 * (index % 5);
    const datagram = { bytes: buffer, start, end: start + sent.length, receivedUs: 1e15 };
    intake?.announce(1);
    intake?.datagram({ ...datagram, isTruncated: false, isPlain }, key, index);
    pipeline.expire(index);
  }
  pipeline.finish(datagrams.length + 1e6);
  return lines;
}

const buffer = Buffer.alloc(70_000);

describe('datagrams known to be printable ASCII', () => {
  for (const recording of readdirSync(CAPTURES).filter((name) => name.endsWith('.jsonl'))) {
    it(`give the same events as others: ${recording}`, () => {
      const text = readFileSync(join(CAPTURES, recording), 'utf8').trimEnd();
      const datagrams = text
        .split('\n')
        .map((line) => (parseRecordingLine(line) as Recorded).bytes);
      const lines = handledBy(datagrams, false);
      expect(lines).to.not.deep.equal([]);
      expect(handledBy(datagrams, true)).to.deep.equal(lines);
    });
  }

  it('give the same events as others, whatever comes between them', () => {
    const start = constantFrom(
      '<13>Oct 11 22:14:15 h p: ',
      '<13>Oct 11 22:14:15 h\tx p[1]: ',
      '<165>1 - h a 1 - - ',
      '<165>1 2026-11-22T07:00:00Z h a - - [a@1 b="c"] ',
      '[    1.000000] ',
      '6,1,5,-;',
      '6,2,5,-,ncfrag=0/8;1234',
      '6,2,5,-,ncfrag=4/8;5678',
      '',
    );
    const text = oneof(
      constantFrom('plain', 'a\tb', 'two\nlines', 'ä', '\\x41', '\x1b[1m', 'c'.repeat(985)),
      uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    const ending = constantFrom('', '\n', '\n\n', '\0', '\n\0', '\0\n', '\r\n', ' ');
    const datagram = tuple(start, text, ending).map((parts) =>
      Buffer.from(parts.join(''), 'latin1'),
    );
    check(
      property(array(datagram, { maxLength: 20 }), (datagrams) => {
        expect(handledBy(datagrams, true)).to.deep.equal(handledBy(datagrams, false));
      }),
    );
  });
});
