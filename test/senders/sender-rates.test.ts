import { expect } from 'chai';
import { SenderRates } from '../../lib/senders/sender-rates.ts';

/** Feeds `perSecond` datagrams a second from `fromS` to before `toS`; returns the datagrams so far. */
function feed(
  rates: SenderRates,
  span: readonly [number, number],
  perSecond: number,
  so = 0,
): number {
  let datagrams = so;
  for (let second = span[0]; second < span[1]; second++) {
    rates.update(3, datagrams, second * 1000);
    datagrams += perSecond;
  }
  return datagrams;
}

describe('SenderRates', () => {
  it('is the plain average in the first 10 seconds', () => {
    const rates = new SenderRates();
    rates.add(3, 0);
    const datagrams = feed(rates, [0, 4], 50);
    expect(rates.rate(3, datagrams, 4000)).to.be.closeTo(50, 0.001);
  });

  it('follows a change within some tens of seconds, and falls when nothing comes', () => {
    const rates = new SenderRates();
    rates.add(3, 0);
    const before = feed(rates, [0, 60], 50);
    const datagrams = feed(rates, [60, 120], 200, before);
    expect(rates.rate(3, datagrams, 120_000)).to.be.closeTo(200, 1);
    expect(rates.rate(3, datagrams, 150_000)).to.be.below(20);
  });

  it('counts the datagrams of a sender of this second', () => {
    const rates = new SenderRates();
    rates.add(3, 0);
    expect(rates.rate(3, 7, 10)).to.equal(7);
  });

  it('knows nothing of the sender that had the slot before', () => {
    const rates = new SenderRates();
    rates.add(3, 0);
    feed(rates, [0, 20], 1000);
    rates.add(3, 20_000);
    expect(rates.rate(3, 0, 22_000)).to.equal(0);
  });
});
