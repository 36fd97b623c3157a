import { expect } from 'chai';
import type { FileRuns, NewPath } from '../../../lib/deliver/destination.ts';
import { UnsentPaths } from '../../../lib/deliver/file/unsent-paths.ts';
import { BatchMaker } from '../batch-maker.ts';

const take = (unsent: UnsentPaths, maker: BatchMaker, path: string): readonly NewPath[] => {
  const batch = maker.make([{ path, text: '' }]);
  return unsent.take(batch, batch.files as FileRuns);
};
const keep = (unsent: UnsentPaths, maker: BatchMaker, path: string): void => {
  const batch = maker.make([{ path, text: '' }]);
  unsent.keep(batch, batch.files as FileRuns);
};

describe('unsent paths', () => {
  it('go with the next batch of their shard, once', () => {
    const unsent = new UnsentPaths();
    const [first, second] = [new BatchMaker(0), new BatchMaker(1)];
    keep(unsent, first, 'a');
    keep(unsent, first, 'b');
    expect(take(unsent, second, 'x')).to.deep.equal([{ id: 0, path: 'x' }]);
    expect(take(unsent, first, 'c')).to.deep.equal([
      { id: 0, path: 'a' },
      { id: 1, path: 'b' },
      { id: 2, path: 'c' },
    ]);
    expect(take(unsent, first, 'a')).to.deep.equal([]);
  });

  it('of an older epoch, generation or shard are forgotten', () => {
    const unsent = new UnsentPaths();
    const maker = new BatchMaker();
    keep(unsent, maker, 'a');
    maker.startEpoch();
    expect(take(unsent, maker, 'b')).to.deep.equal([{ id: 0, path: 'b' }]);
    keep(unsent, maker, 'c');
    expect(take(unsent, new BatchMaker(0, 2), 'd')).to.deep.equal([{ id: 0, path: 'd' }]);
    keep(unsent, new BatchMaker(0, 2), 'e');
    expect(take(unsent, new BatchMaker(0, 2), 'f')).to.deep.equal([{ id: 0, path: 'f' }]);
  });
});
