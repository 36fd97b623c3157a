import { expect } from 'chai';
import { Health } from '../../lib/observe/health.ts';

describe('Health', () => {
  it('fails while a thread has not answered for more than 15 questions, one a second', () => {
    const health = new Health();
    for (let second = 0; second < 15; second++) {
      health.asked(0);
      health.asked(1);
      health.answered(1);
    }
    expect(health.isHealthy).to.equal(true);
    health.asked(0);
    health.asked(1);
    expect(health.mute).to.deep.equal([0]);
    expect(health.isHealthy).to.equal(false);
    health.answered(0);
    expect(health.isHealthy).to.equal(true);
  });
});
