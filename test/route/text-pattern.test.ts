import { expect } from 'chai';
import { TextPattern, textPatternFault } from '../../lib/route/text-pattern.ts';

describe('TextPattern', () => {
  it('looks at the first 4 KiB of its range', () => {
    const near = Buffer.from(`x${'.'.repeat(4094)}ok`);
    const pattern = new TextPattern('ok$');
    expect(pattern.isIn(near, 1, near.length)).to.equal(true);
    expect(pattern.isIn(near, 0, near.length)).to.equal(false);
  });

  it('takes linear time where backtracking would not end', () => {
    const bytes = Buffer.from('a'.repeat(4096));
    expect(new TextPattern('(a+)+$b').isIn(bytes, 0, bytes.length)).to.equal(false);
  });

  it('says what is wrong with an expression', () => {
    expect(textPatternFault('a(b')).to.equal('error parsing regexp: missing closing ): `a(b`');
    expect(textPatternFault('(?=look)ahead')).to.be.a('string');
    expect(textPatternFault('a(b)')).to.equal(undefined);
  });
});
