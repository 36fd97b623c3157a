import { expect } from 'chai';
import { array, assert, constantFrom, property } from 'fast-check';
import { BytePattern } from '../../lib/route/byte-pattern.ts';

describe('BytePattern', () => {
  it('finds what String.includes finds, and nothing outside its range', () => {
    const text = array(constantFrom('a', 'b', 'é')).map((letters) => letters.join(''));
    assert(
      property(text, text, text, (before, inside, needle) => {
        const start = Buffer.byteLength(before);
        const bytes = Buffer.from(before + inside + needle);
        const end = start + Buffer.byteLength(inside);
        expect(new BytePattern(needle).isIn(bytes, start, end)).to.equal(inside.includes(needle));
      }),
    );
  });
});
