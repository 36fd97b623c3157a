import { expect } from 'chai';
import { sourceViews } from '../../lib/event/data-views.ts';

describe('sourceViews', () => {
  it('gives views of the arrays themselves, wherever they begin in their memory', () => {
    const memory = Uint8Array.from({ length: 64 }, (_, i) => i);
    const arrays = Array.from({ length: 6 }, (_, i) => memory.subarray(i * 8 + 1, i * 8 + 9));
    for (const index of [0, 1, 0, 2, 3, 4, 5, 0, 5, 1, 1]) {
      const view = sourceViews.of(arrays[index] as Uint8Array);
      expect(view.byteLength).to.equal(8);
      expect(view.getUint8(3)).to.equal(index * 8 + 4);
    }
  });

  it('makes no new view for the last four arrays', () => {
    const arrays = Array.from({ length: 4 }, () => new Uint8Array(4));
    const views = arrays.map((array) => sourceViews.of(array));
    expect(arrays.every((array, index) => sourceViews.of(array) === views[index])).to.equal(true);
  });
});
