import { expect } from 'chai';
import { SignalBudget } from '../../lib/netconsole/signal-budget.ts';

const SECOND_US = 1_000_000;

function admitted(budget: SignalBudget, address: string, receivedUs: number): number {
  let count = 0;
  for (let i = 0; i < 1000; i++) if (budget.admits({ address }, receivedUs)) count++;
  return count;
}

describe('SignalBudget', () => {
  it('admits 60 signals of an address at once, and one a second from then on', () => {
    const budget = new SignalBudget();
    expect(admitted(budget, '192.0.2.1', SECOND_US)).to.equal(60);
    expect(admitted(budget, '192.0.2.2', SECOND_US)).to.equal(60);
    expect(admitted(budget, '192.0.2.1', 11 * SECOND_US)).to.equal(10);
    expect(admitted(budget, '192.0.2.1', 1000 * SECOND_US)).to.equal(60);
  });

  it('goes on when the clock of the system is set back', () => {
    const budget = new SignalBudget();
    admitted(budget, '192.0.2.1', 1000 * SECOND_US);
    expect(admitted(budget, '192.0.2.1', SECOND_US)).to.equal(0);
    expect(admitted(budget, '192.0.2.1', 3 * SECOND_US)).to.equal(2);
  });

  it('forgets addresses when there are too many, and not those that are limited', () => {
    const budget = new SignalBudget();
    for (let i = 0; i < 40_000; i++) {
      expect(budget.admits({ address: String(i) }, SECOND_US)).to.equal(true);
    }
    expect(admitted(budget, '39999', SECOND_US)).to.equal(59);
  });
});
