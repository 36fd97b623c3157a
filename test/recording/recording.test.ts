import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  MAX_SECONDS,
  formatRecordingLine,
  parseRecordingLine,
  type Recorded,
} from '../../lib/recording/recording.ts';

const captures = new URL('../captures/', import.meta.url);

function parsed(line: string): Recorded {
  const recorded = parseRecordingLine(line);
  if ('problem' in recorded) throw new Error(recorded.problem);
  return recorded;
}

describe('recording', () => {
  describe('parseRecordingLine', () => {
    it('reads a full line', () => {
      const line = '{"t": 6.05, "src": "127.0.0.1:59752", "dst_port": 6666, "b64": "AP8K"}\r\n';
      expect(parseRecordingLine(line)).to.deep.equal({
        t: 6.05,
        source: { address: '127.0.0.1', port: 59752 },
        dstPort: 6666,
        bytes: Buffer.from([0, 255, 10]),
      });
    });

    it('reads a payload alone, as UTF-8', () => {
      expect(parseRecordingLine('{"payload":"ä\\n"}')).to.deep.equal({
        t: undefined,
        source: undefined,
        dstPort: undefined,
        bytes: Buffer.from([0xc3, 0xa4, 10]),
      });
    });

    for (const [src, address, port] of [
      ['[::1]:49409', '::1', 49409],
      ['[fe80::1%eth0]:6665', 'fe80::1%eth0', 6665],
      ['192.0.2.1:0', '192.0.2.1', 0],
    ] as const) {
      it(`takes ${src} for a source`, () => {
        expect(parsed(`{"payload":"","src":"${src}"}`).source).to.deep.equal({ address, port });
      });
    }

    for (const [line, problem] of [
      ['', 'not a JSON object'],
      ['nonsense', 'not a JSON object'],
      ['[1]', 'not a JSON object'],
      ['null', 'not a JSON object'],
      ['{}', 'expected one of payload and b64'],
      ['{"payload":"","b64":""}', 'expected one of payload and b64'],
      ['{"payload":null}', 'payload is null; expected text'],
      ['{"b64":7}', 'b64 is 7; expected base64 text'],
      ['{"b64":"a b"}', 'b64 is "a b"; expected base64 text'],
      ['{"payload":"","t":"1"}', 't is "1"; expected seconds, 0 to 253402214400'],
      ['{"payload":"","t":-1}', 't is -1; expected seconds, 0 to 253402214400'],
      ['{"payload":"","t":1e999}', 't is null; expected seconds, 0 to 253402214400'],
      ['{"payload":"","dst_port":65536}', 'dst_port is 65536; expected a port, 0 to 65535'],
      ['{"payload":"","src":7}', 'src is 7; expected "ip:port" or "[ip6]:port"'],
      ['{"payload":"","src":"::1:7"}', 'src is "::1:7"; expected "ip:port" or "[ip6]:port"'],
      ['{"payload":"","src":"h:7"}', 'src is "h:7"; expected "ip:port" or "[ip6]:port"'],
      ['{"payload":"","src":"7"}', 'src is "7"; expected "ip:port" or "[ip6]:port"'],
      [
        '{"payload":"","src":"192.0.2.1:65536"}',
        'src is "192.0.2.1:65536"; expected "ip:port" or "[ip6]:port"',
      ],
    ] as const) {
      it(`names what is wrong with ${line}`, () => {
        expect(parseRecordingLine(line)).to.deep.equal({ problem });
      });
    }

    it('reads every recording of a real kernel', () => {
      for (const name of readdirSync(captures).filter((file) => file.endsWith('.jsonl'))) {
        const lines = readFileSync(new URL(name, captures), 'utf8').split('\n').slice(0, -1);
        expect(lines.map(parseRecordingLine).filter((line) => 'problem' in line)).to.deep.equal([]);
      }
    });

    it('never throws', () => {
      const anything = fc.oneof(fc.string(), fc.json());
      fc.assert(fc.property(anything, (line) => void parseRecordingLine(line)));
    });
  });

  it('formats text as payload and other bytes as b64', () => {
    const rest = { t: undefined, source: undefined, dstPort: undefined };
    expect([
      formatRecordingLine({ ...rest, bytes: Buffer.from('ä\n') }),
      formatRecordingLine({ ...rest, t: 1.5, bytes: Uint8Array.of(0xff) }),
    ]).to.deep.equal(['{"payload":"ä\\n"}', '{"t":1.5,"b64":"/w=="}']);
  });

  it('reads back what it formats', () => {
    const absent = fc.constant(undefined);
    const port = fc.nat(65_535);
    const scoped = fc.constant('fe80::1%eth0');
    const recorded = fc.record({
      t: fc.oneof(absent, fc.double({ min: 0, max: MAX_SECONDS, noNaN: true })),
      source: fc.oneof(
        absent,
        fc.record({ address: fc.oneof(fc.ipV4(), fc.ipV6(), scoped), port }),
      ),
      dstPort: fc.oneof(absent, port),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      ),
    });
    fc.assert(
      fc.property(recorded, (original) => {
        const line = formatRecordingLine(original);
        expect(line).not.to.include('\n');
        expect(parsed(line)).to.deep.equal(original);
      }),
    );
  });
});
