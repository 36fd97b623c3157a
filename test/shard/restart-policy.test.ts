import { expect } from 'chai';
import { RestartPolicy } from '../../lib/shard/restart-policy.ts';

const CAUSE = new Error('broken');

describe('RestartPolicy', () => {
  it('waits twice as long after each death within a minute', () => {
    const policy = new RestartPolicy();
    const delays = [0, 1000, 2000, 61_500].map((nowMs) => policy.delayAfterDeath(nowMs, CAUSE));
    expect(delays).to.deep.equal([100, 200, 400, 200]);
  });

  it('gives up at the fifth death within a minute', () => {
    const policy = new RestartPolicy();
    for (const nowMs of [0, 1, 2, 3]) policy.delayAfterDeath(nowMs, CAUSE);
    expect(() => policy.delayAfterDeath(60_000, CAUSE)).to.throw('died 5 times within a minute');
  });
});
