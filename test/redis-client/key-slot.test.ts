import { expect } from 'chai';
import { slotOf } from '../../lib/redis-client/key-slot.ts';
import { parseRedirection } from '../../lib/redis-client/redirection.ts';

describe('slotOf', () => {
  // Redis Cluster specification; a cluster is asked in test/deliver/redis.
  const slots: Readonly<Record<string, number>> = {
    123456789: 12_739,
    foo: 12_182,
    '{foo}:bar': 12_182,
  };
  for (const [key, slot] of Object.entries(slots)) {
    it(`is ${slot} for ${key}`, () => expect(slotOf(key)).to.equal(slot));
  }
});

describe('parseRedirection', () => {
  const from = { host: '192.0.2.1', port: 6379 };

  it('reads where a slot is, and where a key is', () => {
    expect(parseRedirection('MOVED 3999 192.0.2.2:6381', from)).to.deep.equal({
      kind: 'moved',
      slot: 3999,
      to: { host: '192.0.2.2', port: 6381 },
    });
    expect(parseRedirection('ASK 1 2001:db8::1:6381', from)).to.deep.include({
      kind: 'ask',
      to: { host: '2001:db8::1', port: 6381 },
    });
  });

  it('takes an empty host for that of the node that replied', () => {
    expect(parseRedirection('MOVED 3999 :6381', from)?.to).to.deep.equal({ ...from, port: 6381 });
  });

  it('reads no other error', () => {
    expect(
      parseRedirection('TRYAGAIN Multiple keys request during rehashing of slot', from),
    ).to.equal(undefined);
  });
});
