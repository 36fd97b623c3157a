import { expect } from 'chai';
import { Receipts } from '../../lib/deliver/receipts.ts';

function create(): { receipts: Receipts; settled: [number, number, boolean][] } {
  const settled: [number, number, boolean][] = [];
  return { settled, receipts: new Receipts((...chunk) => settled.push(chunk)) };
}

describe('receipts', () => {
  it('report a chunk when it is closed and its last batch is settled, in either order', () => {
    const { receipts, settled } = create();
    for (const receipt of [1, 2]) {
      receipts.add(0, receipt);
      receipts.add(0, receipt);
      receipts.settle(0, receipt, true);
    }
    receipts.close(0, 1);
    receipts.settle(0, 2, true);
    expect(settled).to.deep.equal([]);
    receipts.settle(0, 1, true);
    receipts.close(0, 2);
    expect(settled).to.deep.equal([
      [0, 1, true],
      [0, 2, true],
    ]);
  });

  it('report a chunk of which an event was dropped, and one without any event', () => {
    const { receipts, settled } = create();
    receipts.add(3, 5);
    receipts.add(3, 5);
    receipts.settle(3, 5, false);
    receipts.settle(3, 5, true);
    receipts.close(3, 5);
    receipts.close(3, 6);
    expect(settled).to.deep.equal([
      [3, 5, false],
      [3, 6, true],
    ]);
  });

  it('keep nothing of a shard that died', () => {
    const { receipts, settled } = create();
    receipts.add(0, 1);
    receipts.add(1, 1);
    receipts.forget(0);
    receipts.settle(0, 1, true);
    receipts.settle(1, 1, true);
    receipts.close(1, 1);
    expect(settled).to.deep.equal([[1, 1, true]]);
  });
});
