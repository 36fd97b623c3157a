import { expect } from 'chai';
import { assert, property, string, uint8Array } from 'fast-check';
import { ByteWriter } from '../../../lib/event/byte-writer.ts';
import { writeJsonString } from '../../../lib/event/json/json-string.ts';
import { toBytes } from '../sample-view.ts';

function json(bytes: Uint8Array): string {
  const out = new ByteWriter(1);
  writeJsonString(bytes, 0, bytes.length, out);
  return out.bytes.toString('utf8', 0, out.at);
}

/** JSON.stringify with the controls escaped that it leaves alone. */
function escaped(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

describe('writeJsonString', () => {
  it('writes what JSON.stringify writes, but for 0x7f and the C1 controls', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(json(toBytes(text))).to.equal(escaped(text));
      }),
    );
    const allControls = String.fromCharCode(...Array.from({ length: 0xa1 }, (_, code) => code));
    expect(json(toBytes(allControls))).to.equal(escaped(allControls));
  });

  it('writes any bytes as TextDecoder reads them', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    assert(
      property(uint8Array({ maxLength: 60 }), (bytes) => {
        expect(JSON.parse(json(bytes))).to.equal(decoder.decode(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds every byte to escape wherever it stands', () => {
    for (let at = 0; at < 24; at++) {
      for (let byte = 0; byte < 0x80; byte++) {
        const text = `${'x'.repeat(at)}${String.fromCharCode(byte)}${'~'.repeat(23 - at)}`;
        expect(json(toBytes(text))).to.equal(escaped(text));
      }
    }
  });
});
