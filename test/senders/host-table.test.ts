import { expect } from 'chai';
import { HostTable } from '../../lib/senders/host-table.ts';

describe('HostTable', () => {
  it('gives one object for one name, by text and by bytes', () => {
    const table = new HostTable(10);
    const web1 = table.ofText('web1');
    const bytes = Buffer.from('<web1>');
    expect(table.ofBytes(bytes, 1, 5)).to.equal(web1);
    expect(table.ofText('web2')).not.to.equal(web1);
    expect([web1.text, web1.bytes.toString('utf8', web1.start, web1.end)]).to.deep.equal([
      'web1',
      'web1',
    ]);
  });

  it('does not remember names beyond its limit', () => {
    const table = new HostTable(2);
    for (const name of ['a', 'b', 'c']) table.ofText(name);
    expect(['a', 'b', 'c'].map((name) => table.ofText(name).id)).to.deep.equal([0, 1, -1]);
    expect(table.ofText('c').text).to.equal('c');
  });

  it('does not remember names that are too long for any host', () => {
    const table = new HostTable(10);
    expect(table.ofText('a'.repeat(255)).id).to.equal(0);
    const long = table.ofText('b'.repeat(256));
    expect([long.id, long.text.length]).to.deep.equal([-1, 256]);
    expect(table.ofText('b'.repeat(256))).not.to.equal(long);
  });

  it('keeps the bytes of a name as they came, remembered or not', () => {
    const table = new HostTable(1);
    const bytes = Buffer.from('h\xff\xe4t', 'latin1');
    const names = [table.ofBytes(bytes, 0, 3), table.ofBytes(bytes, 1, 4)];
    const kept = names.map((name) => name.bytes.toString('latin1', name.start, name.end));
    expect(kept).to.deep.equal(['h\xff\xe4', '\xff\xe4t']);
    expect(names.map(({ id }) => id)).to.deep.equal([0, -1]);
  });

  it('tells names apart that differ in one byte, whatever their length', () => {
    const table = new HostTable(10_000);
    for (let length = 1; length < 20; length++) {
      const name = 'abcdefghijklmnopqrst'.slice(0, length);
      const known = table.ofText(name);
      const bytes = Buffer.from(` ${name} `);
      expect(known.isSame(bytes, 1, 1 + length)).to.equal(true);
      expect(known.isSame(bytes, 1, 2 + length)).to.equal(false);
      for (let at = 1; at <= length; at++) {
        const other = Buffer.from(bytes);
        other[at] = 0x5f;
        expect(known.isSame(other, 1, 1 + length), `${name} at ${at}`).to.equal(false);
        expect(table.ofBytes(other, 1, 1 + length)).not.to.equal(known);
      }
    }
  });
});
