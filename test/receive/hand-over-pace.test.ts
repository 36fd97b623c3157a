import { expect } from 'chai';
import { HandOverPace } from '../../lib/receive/hand-over-pace.ts';

/** Plays a steady rate for a second, in calls of `perCall` datagrams; returns the number of hand-overs. */
function handOversAt(perSecond: number, perCall = 1): number {
  const pace = new HandOverPace();
  let handOvers = 0;
  for (let call = 1; call <= perSecond / perCall; call++) {
    const nowMs = 1000 + (call * perCall * 1000) / perSecond;
    pace.count(perCall, nowMs);
    if (nowMs < pace.dueMs) continue;
    pace.handedOver(nowMs);
    handOvers++;
  }
  return handOvers;
}

describe('hand-over pace', () => {
  it('hands over each datagram at once up to 5,000 a second', () => {
    for (const rate of [1, 20, 1000, 5000]) expect(handOversAt(rate)).to.equal(rate);
  });

  it('batches higher rates: every 5 ms, and every 20 ms when each hand-over had many', () => {
    expect(handOversAt(10_000)).to.be.within(45, 110);
    expect(handOversAt(500_000, 100)).to.be.within(45, 60);
  });

  it('hands over the first lines of a burst at once, and the next one after a pause again', () => {
    const pace = new HandOverPace();
    pace.count(20, 1000);
    expect(pace.dueMs).to.equal(1000);
    pace.handedOver(1000);
    pace.count(200, 1001);
    expect(pace.dueMs).to.be.within(1005, 1020);
    pace.handedOver(1020);
    pace.count(1, 1040);
    expect(pace.dueMs).to.equal(1040);
  });
});
