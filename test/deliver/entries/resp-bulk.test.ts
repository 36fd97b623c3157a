import { expect } from 'chai';
import { array, assert, property, uint8Array } from 'fast-check';
import { BatchEncoder } from '../../../lib/deliver/batch-encoder.ts';
import { RespBulk, type ValueWriter } from '../../../lib/deliver/entries/resp-bulk.ts';
import { NoNames } from '../../../lib/deliver/names/event-names.ts';
import { encoderContext, eventOf } from '../encoder-stand.ts';

/** The bytes of one entry with these values. */
function encode(values: readonly Uint8Array[]): Buffer {
  const { context, batches } = encoderContext(64);
  const writers = values.map((value): ValueWriter => (_, out) => {
    out.ensure(value.length);
    out.all(value);
  });
  const names = new NoNames();
  const form = { entries: new RespBulk(writers), createNames: () => names, wholeEvents: true };
  const encoder = new BatchEncoder(context, form);
  encoder.encode(eventOf(''));
  encoder.flush();
  return Buffer.concat(batches.map(({ bytes, used }) => bytes.subarray(0, used)));
}

function decode(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const header = /^\$(0|[1-9]\d*)\r\n/.exec(bytes.toString('latin1', at, at + 12));
    const start = at + (header?.[0].length ?? Number.NaN);
    const end = start + Number(header?.[1]);
    expect(bytes.toString('latin1', end, end + 2)).to.equal('\r\n');
    values.push(bytes.subarray(start, end));
    at = end + 2;
  }
  return values;
}

describe('bulk strings', () => {
  for (const length of [0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 123_456]) {
    it(`of ${length} bytes`, () => {
      const value = Buffer.alloc(length, 'x');
      const expected = `$${length}\r\n${value.toString()}\r\n`;
      expect(encode([value]).toString()).to.equal(expected);
    });
  }

  it('hold any bytes', () => {
    assert(
      property(array(uint8Array({ maxLength: 2000 }), { minLength: 1, maxLength: 6 }), (values) => {
        expect(decode(encode(values))).to.deep.equal(values.map((value) => Buffer.from(value)));
      }),
    );
  });
});
