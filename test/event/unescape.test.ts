import { expect } from 'chai';
import * as fc from 'fast-check';
import { unescape } from '../../lib/event/unescape.ts';
import { escapeText } from '../netconsole/kernel-sender.ts';

function unescaped(bytes: Uint8Array): Buffer {
  const target = Buffer.alloc(bytes.length + 2);
  const end = unescape(bytes, 0, bytes.length, target, 1);
  return target.subarray(1, end);
}

describe('unescape', () => {
  it('is the inverse of what the kernel does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...unescaped(escapeText(bytes))]).to.deep.equal([...bytes]);
      }),
    );
  });

  for (const text of ['\\xAB \\q', '\\x4', '\\x', '\\', 'a\\xg0', '\\x0', 'no escape']) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      expect(unescaped(Buffer.from(text)).toString()).to.equal(text);
    });
  }

  it('decodes once', () => {
    expect(unescaped(Buffer.from('\\x5cx41\\x41')).toString()).to.equal('\\x41A');
  });
});
