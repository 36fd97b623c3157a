import { expect } from 'chai';
import { reserveBytes } from '../../../lib/deliver/spool/free-space.ts';

const MIB = 1024 * 1024;

describe('space that the spool leaves free', () => {
  for (const [total, reserve] of [
    [16, 8],
    [32, 16],
    [48, 16],
    [128, 32],
    [256, 64],
    [100_000, 64],
  ] as const) {
    it(`is ${reserve} MiB of ${total} MiB`, () => {
      expect(reserveBytes(total * MIB)).to.equal(reserve * MIB);
    });
  }
});
