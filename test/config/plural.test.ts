import { expect } from 'chai';
import { plural } from '../../lib/config/plural.ts';

describe('plural', () => {
  it('is the singular for 1 alone', () => {
    const counts = [0, 1, 2].map((count) => plural(count, 'datagram'));
    expect(counts).to.deep.equal(['0 datagrams', '1 datagram', '2 datagrams']);
    expect(plural(1, 'batch', 'batches')).to.equal('1 batch');
    expect(plural(2, 'batch', 'batches')).to.equal('2 batches');
  });
});
