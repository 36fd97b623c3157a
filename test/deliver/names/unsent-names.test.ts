import { expect } from 'chai';
import type { NewName } from '../../../lib/deliver/batch.ts';
import { UnsentNames } from '../../../lib/deliver/names/unsent-names.ts';
import { BatchMaker } from '../batch-maker.ts';

const take = (unsent: UnsentNames, maker: BatchMaker, path: string): readonly NewName[] => {
  return unsent.take(maker.make([{ path, text: '' }]));
};
const keep = (unsent: UnsentNames, maker: BatchMaker, path: string): void => {
  unsent.keep(maker.make([{ path, text: '' }]));
};

describe('unsent names', () => {
  it('go with the next batch of their shard, once', () => {
    const unsent = new UnsentNames();
    const [first, second] = [new BatchMaker(0), new BatchMaker(1)];
    keep(unsent, first, 'a');
    keep(unsent, first, 'b');
    expect(take(unsent, second, 'x')).to.deep.equal([{ id: 0, name: 'x' }]);
    expect(take(unsent, first, 'c')).to.deep.equal([
      { id: 0, name: 'a' },
      { id: 1, name: 'b' },
      { id: 2, name: 'c' },
    ]);
    expect(take(unsent, first, 'a')).to.deep.equal([]);
  });

  it('of an older epoch, generation or shard are forgotten', () => {
    const unsent = new UnsentNames();
    const maker = new BatchMaker();
    keep(unsent, maker, 'a');
    maker.startEpoch();
    expect(take(unsent, maker, 'b')).to.deep.equal([{ id: 0, name: 'b' }]);
    keep(unsent, maker, 'c');
    expect(take(unsent, new BatchMaker(0, 2), 'd')).to.deep.equal([{ id: 0, name: 'd' }]);
    keep(unsent, new BatchMaker(0, 2), 'e');
    expect(take(unsent, new BatchMaker(0, 2), 'f')).to.deep.equal([{ id: 0, name: 'f' }]);
  });
});
