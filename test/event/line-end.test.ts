import { expect } from 'chai';
import { assert, constantFrom, array, nat, property } from 'fast-check';
import { lineEndOf } from '../../lib/event/line-end.ts';

describe('lineEndOf', () => {
  it('finds the first newline of the range, else its end', () => {
    const bytes = array(constantFrom(0x0a, 0x0b, 0x09, 0x8a, 0x00, 0xff), { maxLength: 40 });
    assert(
      property(bytes, nat(40), nat(40), (content, one, other) => {
        const text = Uint8Array.from(content);
        const start = Math.min(one, other, text.length);
        const end = Math.min(Math.max(one, other), text.length);
        const newline = text.subarray(start, end).indexOf(0x0a);
        expect(lineEndOf(text, start, end)).to.equal(newline < 0 ? end : start + newline);
      }),
      { numRuns: 3000 },
    );
  });
});
