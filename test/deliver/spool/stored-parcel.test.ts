import { expect } from 'chai';
import { array, assert, integer, property, record, string, uint8Array } from 'fast-check';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import { decodeParcel, encodeParcel } from '../../../lib/deliver/spool/stored-parcel.ts';

const parcel: Parcel = {
  bytes: Buffer.from('one\ntwo\nthree\n#unused'),
  used: 14,
  events: 3,
  runs: Uint32Array.of(7, 4, 1, 2, 8, 1, 7, 14, 1),
  names: ['x', 'x', 'b {é}\n', 'x', 'x', 'x', 'x', 'a'],
  lane: '00112233aabbccdd',
  prev: 2 ** 40,
  next: 2 ** 40 + 3,
};

describe('stored parcel', () => {
  it('is read back, with the names that its runs use', () => {
    expect(decodeParcel(encodeParcel(parcel))).to.deep.equal({
      ...parcel,
      bytes: Buffer.from('one\ntwo\nthree\n'),
      runs: Uint32Array.of(0, 4, 1, 1, 8, 1, 0, 14, 1),
      names: ['a', 'b {é}\n'],
    });
  });

  it('is read back from memory at any offset', () => {
    const stored = encodeParcel(parcel);
    const moved = Buffer.alloc(stored.length + 1);
    stored.copy(moved, 1);
    expect(decodeParcel(moved.subarray(1))).to.deep.equal(decodeParcel(stored));
  });

  it('is not accepted with a byte changed, or cut', () => {
    const stored = encodeParcel(parcel);
    assert(
      property(
        integer({ min: 0, max: stored.length - 1 }),
        integer({ min: 1, max: 255 }),
        (at, change) => {
          const damaged = Buffer.from(stored);
          damaged[at] = (damaged[at] as number) ^ change;
          expect(decodeParcel(damaged)).to.equal(undefined);
          expect(decodeParcel(stored.subarray(0, at))).to.equal(undefined);
        },
      ),
    );
  });

  it('is never any other bytes', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeParcel(Buffer.from(bytes))).to.equal(undefined);
      }),
    );
  });

  it('holds any names and entries', () => {
    const runs = array(record({ name: string(), text: uint8Array({ maxLength: 50 }) }), {
      minLength: 1,
      maxLength: 20,
    });
    assert(
      property(runs, (parts) => {
        let end = 0;
        const words = parts.flatMap(({ text }, id) => [id, (end += text.length), 1]);
        const bytes = Buffer.concat(parts.map(({ text }) => text));
        const any: Parcel = {
          bytes,
          used: bytes.length,
          events: parts.length,
          runs: Uint32Array.from(words),
          names: parts.map(({ name }) => name),
          lane: 'ff',
          prev: 0,
          next: parts.length,
        };
        expect(decodeParcel(encodeParcel(any))).to.deep.equal(any);
      }),
    );
  });
});
