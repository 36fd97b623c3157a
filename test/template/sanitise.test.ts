import { expect } from 'chai';
import { assert, property, string, uint8Array } from 'fast-check';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { isValidUtf8 } from '../../lib/event/utf8.ts';
import { writeSanitised } from '../../lib/template/sanitise.ts';
import { toBytes } from '../event/sample-view.ts';

function sanitised(content: string | Uint8Array): string {
  const bytes = toBytes(content);
  const out = new ByteWriter(1);
  writeSanitised(bytes, 0, bytes.length, out);
  return out.bytes.toString('utf8', 0, out.at);
}

describe('writeSanitised', () => {
  const cases: [name: string, content: string | Uint8Array, expected: string][] = [
    ['plain text, tab and backslash stay', 'a\tb \\ \\x41', 'a\tb \\ \\x41'],
    ['control bytes', '\u0000\n\r\u001b[31m\u007f', '\\x00\\x0a\\x0d\\x1b[31m\\x7f'],
    ['C1 controls, byte by byte', 'a\u009b1m\u0080\u0085', 'a\\xc2\\x9b1m\\xc2\\x80\\xc2\\x85'],
    ['what lies beside the C1 controls', '\u00a0\u00c0\u0400', '\u00a0\u00c0\u0400'],
    ['other UTF-8', 'ä€😀\u2027\u202f\u2065\u206a', 'ä€😀\u2027\u202f\u2065\u206a'],
    ['line separators', 'a\u2028b\u2029', 'a\\xe2\\x80\\xa8b\\xe2\\x80\\xa9'],
    [
      'bidirectional controls',
      'user\u202ekcatta\u2066x\u2069',
      'user\\xe2\\x80\\xaekcatta\\xe2\\x81\\xa6x\\xe2\\x81\\xa9',
    ],
    ['a lone C1 byte', Uint8Array.of(0x41, 0x9b, 0x42), 'A\\x9bB'],
    ['a cut sequence', Uint8Array.of(0xe2, 0x82), '\\xe2\\x82'],
  ];
  for (const [name, content, expected] of cases) {
    it(name, () => {
      expect(sanitised(content)).to.equal(expected);
    });
  }

  it('finds every byte to escape wherever it stands', () => {
    for (let at = 0; at < 24; at++) {
      for (let byte = 0; byte < 0x80; byte++) {
        const text = `${'x'.repeat(at)}${String.fromCharCode(byte)}${'~'.repeat(23 - at)}`;
        const isPlain = byte === 9 || (byte >= 0x20 && byte < 0x7f);
        const escaped = `\\x${byte.toString(16).padStart(2, '0')}`;
        const expected = isPlain ? text : text.slice(0, at) + escaped + text.slice(at + 1);
        expect(sanitised(text)).to.equal(expected);
      }
    }
  });

  it('leaves nothing that begins a line or steers a terminal, whatever the bytes', () => {
    assert(
      property(uint8Array({ maxLength: 80 }), (bytes) => {
        const out = new ByteWriter(1);
        writeSanitised(bytes, 0, bytes.length, out);
        expect(isValidUtf8(out.bytes, 0, out.at)).to.equal(true);
        expect(out.bytes.toString('utf8', 0, out.at)).not.to.match(
          /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing else', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        const expected = text.replaceAll(
          /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
          (control) =>
            Array.from(toBytes(control), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(
              '',
            ),
        );
        expect(sanitised(text)).to.equal(expected);
      }),
    );
  });
});
