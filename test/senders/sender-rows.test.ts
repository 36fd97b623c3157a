import { expect } from 'chai';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { SenderRows } from '../../lib/senders/sender-rows.ts';

function keyWith(port: number): SenderKey {
  const key = new SenderKey();
  key.setFromText('192.0.2.1', port, Number);
  return key;
}

describe('SenderRows', () => {
  it('keeps the key and the count of each sender, however many there are', () => {
    const rows = new SenderRows();
    for (let slot = 0; slot < 200; slot++) rows.add(slot, keyWith(slot + 1), 0);
    expect([rows.count(150, 0), rows.count(150, 1), rows.count(150, 1)]).to.deep.equal([
      false,
      true,
      false,
    ]);
    expect([rows.isOf(150, keyWith(151)), rows.isOf(150, keyWith(152))]).to.deep.equal([
      true,
      false,
    ]);
    expect([149, 150, 151].map((slot) => rows.datagrams(slot))).to.deep.equal([0, 3, 0]);
  });

  it('forgets the count and the key with the sender', () => {
    const rows = new SenderRows();
    rows.add(1, keyWith(2), 0);
    rows.count(1, 0);
    rows.remove(1);
    expect(rows.isOf(1, keyWith(2))).to.equal(false);
    rows.add(1, keyWith(2), 1);
    expect([rows.isOf(1, keyWith(2)), rows.datagrams(1)]).to.deep.equal([true, 0]);
  });
});
