import { expect } from 'chai';
import { array, assert, integer, nat, oneof, property, tuple } from 'fast-check';
import { copyAscii, copyBytes } from '../../lib/event/copy-bytes.ts';
import { isPlainText } from '../../lib/event/plain-text.ts';

const PRINTABLE = integer({ min: 0x20, max: 0x7e });

describe('isPlainText', () => {
  it('holds for printable ASCII of every length, wherever it stands, and for nothing else', () => {
    const printable = array(PRINTABLE, { maxLength: 70 });
    const other = oneof(integer({ min: 0, max: 0x1f }), integer({ min: 0x7f, max: 0xff }));
    assert(
      property(printable, tuple(nat(70), other), nat(20), (text, [at, byte], before) => {
        const around = [...Array<number>(before).fill(0), ...text, 0x0a];
        const bytes = Uint8Array.from(around);
        expect(isPlainText(bytes, before, before + text.length)).to.equal(true);
        if (text.length === 0) return;
        bytes[before + (at % text.length)] = byte;
        expect(isPlainText(bytes, before, before + text.length)).to.equal(false);
      }),
    );
  });
});

describe('copyBytes and copyAscii', () => {
  it('copy ranges of every length to every place, and nothing beside them', () => {
    const bytes = array(integer({ min: 0, max: 0xff }), { maxLength: 70 });
    const ascii = array(integer({ min: 0, max: 0x7e }), { maxLength: 70 });
    for (const [copy, content] of [
      [copyBytes, bytes],
      [copyAscii, ascii],
    ] as const) {
      assert(
        property(content, nat(20), nat(20), (range, from, to) => {
          const source = Uint8Array.from([...Array<number>(from).fill(1), ...range, 2]);
          const target = new Uint8Array(100).fill(3);
          const end = copy(
            new DataView(source.buffer),
            from,
            from + range.length,
            new DataView(target.buffer),
            to,
          );
          const expected = new Uint8Array(100).fill(3);
          expected.set(range, to);
          expect([end, ...target]).to.deep.equal([to + range.length, ...expected]);
        }),
      );
    }
  });
});
