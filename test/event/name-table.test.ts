import { expect } from 'chai';
import { NameTable } from '../../lib/event/name-table.ts';

describe('NameTable', () => {
  it('numbers paths in the order they come, and finds them again', () => {
    const table = new NameTable(5000);
    const paths = Array.from({ length: 5000 }, (_, i) => Buffer.from(`/var/log/host${i}/a`));
    for (const [id, path] of paths.entries()) {
      expect(table.find(path, 0, path.length)).to.equal(-1);
      expect(table.add(path, 0, path.length)).to.equal(id);
    }
    expect(table.isFull).to.equal(true);
    const found = paths.map((path) => table.find(path, 0, path.length));
    expect(found).to.deep.equal(paths.map((_, id) => id));
    table.clear();
    expect(table.isFull).to.equal(false);
    expect(table.find(paths[0] as Buffer, 0, (paths[0] as Buffer).length)).to.equal(-1);
  });

  it('finds a name in the middle of other bytes', () => {
    const table = new NameTable(10);
    const bytes = Buffer.from('<web1><web2>');
    expect([table.add(bytes, 1, 5), table.add(bytes, 7, 11)]).to.deep.equal([0, 1]);
    expect([table.find(bytes, 7, 11), table.find(Buffer.from('web1'), 0, 4)]).to.deep.equal([1, 0]);
    expect([table.find(bytes, 1, 4), table.find(bytes, 1, 6)]).to.deep.equal([-1, -1]);
  });

  it('tells paths apart whose hashes are the same', () => {
    const table = new NameTable(100, 0);
    const [one, other] = sameHashes();
    table.add(one, 0, one.length);
    expect(table.find(other, 0, other.length)).to.equal(-1);
    table.add(other, 0, other.length);
    expect([table.find(one, 0, one.length), table.find(other, 0, other.length)]).to.deep.equal([
      0, 1,
    ]);
  });

  it('is full when the paths take 16 MiB', () => {
    const table = new NameTable(100_000);
    const path = Buffer.alloc(1024 * 1024, 'x');
    for (let i = 0; i < 16; i++) {
      expect(table.isFull).to.equal(false);
      path[0] = i;
      table.add(path, 0, path.length);
    }
    expect(table.isFull).to.equal(true);
  });
});

/** With a seed of 0, FNV-1a stays 0 over zero bytes: paths of different length have the same hash. */
function sameHashes(): [Buffer, Buffer] {
  return [Buffer.from('\0'), Buffer.from('\0\0')];
}
