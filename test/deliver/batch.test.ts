import { expect } from 'chai';
import { DROP_REASONS, isFinal } from '../../lib/deliver/batch.ts';

describe('outcome of a batch', () => {
  it('is final unless an event was dropped for a transient reason', () => {
    const final = DROP_REASONS.filter((reason) =>
      isFinal({ delivered: 1, dropped: { [reason]: 1 } }),
    );
    expect(final).to.deep.equal(['unsafe-path', 'refused', 'spool-damaged']);
    expect(isFinal({ delivered: 3, dropped: {} })).to.equal(true);
  });
});
