import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { RateLimiter } from '../../lib/senders/rate-limiter.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';

function keyOf(address: string, port = 514): SenderKey {
  const key = new SenderKey();
  key.setFromText(address, port, Number);
  return key;
}

describe('RateLimiter', () => {
  it('admits a second’s worth at once, and then as many as the rate allows', () => {
    const limiter = new RateLimiter(10);
    const admitted = (nowMs: number, tries: number): number =>
      Array.from({ length: tries }, () => limiter.admits(keyOf('192.0.2.1'), nowMs)).filter(Boolean)
        .length;
    expect(admitted(5000, 50)).to.equal(10);
    expect(admitted(5099, 50)).to.equal(0);
    expect(admitted(5100, 50)).to.equal(1);
    expect(admitted(5600, 50)).to.equal(5);
    expect(admitted(99_000, 50)).to.equal(10);
  });

  it('counts the ports of an address together, and addresses apart', () => {
    const limiter = new RateLimiter(2);
    const admitted = ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '2001:db8::1'].map(
      (address, port) => limiter.admits(keyOf(address, port), 0),
    );
    expect(admitted).to.deep.equal([true, true, false, true, true]);
    expect(limiter.admits(keyOf('::ffff:192.0.2.2'), 0)).to.equal(true);
    expect(limiter.admits(keyOf('192.0.2.2'), 0)).to.equal(false);
  });

  it('never refuses an address that keeps below the rate, whoever else sends', () => {
    assert(
      property(integer({ min: 1, max: 1_000_000 }), (seed) => {
        const limiter = new RateLimiter(5);
        const calm = keyOf('198.51.100.7');
        const other = new SenderKey();
        for (let i = 0; i < 2000; i++) {
          other.setFromText(`10.${i & 255}.${(seed + i) & 255}.${(seed * i) & 255}`, 1, Number);
          limiter.admits(other, i);
          if (i % 250 === 0) expect(limiter.admits(calm, i)).to.equal(true);
        }
      }),
      { numRuns: 10 },
    );
  });
});
