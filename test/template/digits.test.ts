import { expect } from 'chai';
import { assert, integer, nat, property } from 'fast-check';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { putFraction, putPadded } from '../../lib/template/digits.ts';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter(32);
  write(out);
  return out.bytes.toString('latin1', 0, out.at);
}

describe('putPadded', () => {
  it('writes as padStart does', () => {
    assert(
      property(nat(2 ** 31 - 1), integer({ min: 0, max: 12 }), (value, width) => {
        const expected = String(value).padStart(width);
        expect(written((out) => putPadded(value, width, out))).to.equal(expected);
      }),
    );
    for (let power = 1; power < 2 ** 31; power *= 10) {
      expect(written((out) => putPadded(power, 0, out))).to.equal(String(power));
      expect(written((out) => putPadded(power - 1, 0, out))).to.equal(String(power - 1));
    }
  });
});

describe('putFraction', () => {
  it('cuts, and does not round', () => {
    assert(
      property(nat(999_999), integer({ min: 0, max: 6 }), (micros, digits) => {
        const all = String(micros).padStart(6, '0');
        const expected = digits === 0 ? '' : `.${all.slice(0, digits)}`;
        expect(written((out) => putFraction(micros, digits, out))).to.equal(expected);
      }),
    );
  });
});
