import { expect } from 'chai';
import { LineBudget } from '../../lib/log/line-budget.ts';

describe('LineBudget', () => {
  it('leaves out what repeats, by subject, and says how much', () => {
    const budget = new LineBudget();
    const taken = Array.from({ length: 250 }, (_, i) => budget.take(`Cannot open /x/${i}`, i));
    expect(taken.filter(Boolean)).to.have.length(100);
    expect(budget.take('destination files: works', 250)).to.equal(true);
    expect(budget.report(9999)).to.deep.equal([]);
    expect(budget.report(10_000)).to.deep.equal([
      'left out 150 lines beginning with "Cannot open": more than 100 in 10 s',
    ]);
    expect(budget.take('Cannot open /y', 10_000)).to.equal(true);
    expect(budget.report(30_000)).to.deep.equal([]);
  });
});
