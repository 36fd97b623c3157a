import { expect } from 'chai';
import { HostName } from '../../lib/event/host-name.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { SenderRows } from '../../lib/senders/sender-rows.ts';

function createRows(slots: number): SenderRows {
  const rows = new SenderRows();
  const key = new SenderKey();
  for (let slot = 0; slot < slots; slot++) {
    key.setFromText('192.0.2.1', slot + 1, Number);
    rows.add(slot, key, 0);
  }
  return rows;
}

function claimed(rows: SenderRows, slot: number, text: string): number {
  const bytes = Buffer.from(`<${text}>`);
  return rows.claimedId(slot, bytes, 1, bytes.length - 1);
}

describe('SenderRows', () => {
  it('tells the id of the name claimed last, of no other one, and of no other sender', () => {
    const rows = createRows(200);
    for (const [id, name] of ['host', 'host5', 'host-0001.example.net.xy'].entries()) {
      expect(rows.claim(150, HostName.of(name, id))).to.equal(true);
      expect([claimed(rows, 150, name), claimed(rows, 149, name)]).to.deep.equal([id, -1]);
    }
    expect(rows.claim(151, HostName.of('host-0002', 131_071))).to.equal(true);
    expect(claimed(rows, 151, 'host-0002')).to.equal(131_071);
    for (const other of ['', 'h', 'host', 'host-0001', 'most-0002', 'host-00022']) {
      expect(claimed(rows, 151, other)).to.equal(-1);
    }
  });

  it('keeps no name that is too short, too long or not plain, and the one before stays', () => {
    const rows = createRows(1);
    rows.claim(0, HostName.of('host-0001', 7));
    for (const name of ['db1', 'a-name-of-twenty-five-byte', 'münchen']) {
      expect(rows.claim(0, HostName.of(name, 8))).to.equal(false);
    }
    expect(claimed(rows, 0, 'host-0001')).to.equal(7);
  });

  it('forgets the claim, the count and the key with the sender', () => {
    const rows = createRows(2);
    const key = new SenderKey();
    key.setFromText('192.0.2.1', 2, Number);
    expect([rows.hear(1, 0), rows.hear(1, 1), rows.datagrams(1)]).to.deep.equal([false, true, 2]);
    rows.claim(1, HostName.of('host-0001', 7));
    rows.remove(1);
    expect(rows.isOf(1, key)).to.equal(false);
    rows.add(1, key, 1);
    expect([rows.datagrams(1), claimed(rows, 1, 'host-0001')]).to.deep.equal([0, -1]);
  });
});
