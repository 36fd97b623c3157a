import { expect } from 'chai';
import { array, assert, integer, nat, oneof, property, record } from 'fast-check';
import { readFileSync, renameSync } from 'node:fs';
import { BatchMaker } from '../batch-maker.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

describe('log writer', () => {
  const directory = temporaryDirectory();
  const at = (name: string): string => `${directory()}/${name}`;
  const lines = (path: string, ...texts: string[]) =>
    texts.map((text) => ({ path: at(path), text }));
  const read = (name: string): string => readFileSync(at(name), 'utf8');

  it('writes a lone line at once', () => {
    const stand = new WriterStand(directory());
    stand.take([{ path: at('web1/a.log'), text: 'hello' }]);
    expect(read('web1/a.log')).to.equal('hello\n');
    expect(stand.settled).to.deep.equal([{ ticket: 1, delivered: 1, dropped: {}, overflowed: 0 }]);
    stand.writer.close();
  });

  it('keeps the order of each path, over batches and shards', () => {
    const stand = new WriterStand(directory());
    const other = new BatchMaker(1);
    stand.take([...lines('a', '1', '2'), ...lines('b', 'x'), ...lines('a', '3')]);
    stand.take([...lines('b', 'y'), ...lines('a', '4')], other);
    stand.take(lines('a', '5'));
    stand.writer.flush();
    expect([read('a'), read('b')]).to.deep.equal(['1\n2\n3\n4\n5\n', 'x\ny\n']);
    stand.writer.close();
  });

  it('writes what was encoded, whatever the mix of paths, runs and batches', () => {
    const line = record({
      path: integer({ min: 0, max: 5 }),
      length: oneof(nat(40), nat(1000), nat(150_000)),
    });
    let round = 0;
    assert(
      property(array(array(line, { maxLength: 12 }), { maxLength: 4 }), (batches) => {
        const prefix = `round${round++}`;
        const stand = new WriterStand(directory());
        const expected = new Map<string, string>();
        let number = 0;
        for (const batch of batches) {
          const encoded = batch.map(({ path, length }) => ({
            path: at(`${prefix}/${path}`),
            text: `${number++}`.padEnd(length, '.'),
          }));
          stand.take(encoded);
          for (const { path, text } of encoded) {
            expected.set(path, `${expected.get(path) ?? ''}${text}\n`);
          }
        }
        stand.writer.flush();
        for (const [path, text] of expected) {
          expect(readFileSync(path, 'utf8') === text, path).to.equal(true);
        }
        expect(stand.settled.length).to.equal(batches.length);
        stand.writer.close();
      }),
      { numRuns: 40 },
    );
  });

  it('goes on in a new file after a rename and reopen', () => {
    const stand = new WriterStand(directory());
    stand.take([{ path: at('a'), text: 'before' }]);
    renameSync(at('a'), at('a.1'));
    stand.nowMs += 999;
    stand.take([{ path: at('a'), text: 'still there' }]);
    stand.writer.reopen();
    stand.nowMs += 1000;
    stand.take([{ path: at('a'), text: 'after' }]);
    expect([read('a.1'), read('a')]).to.deep.equal(['before\nstill there\n', 'after\n']);
    stand.writer.close();
  });

  it('takes a new epoch, a new generation and a restarted shard for new numberings', () => {
    const stand = new WriterStand(directory());
    const first = new BatchMaker();
    stand.take([{ path: at('a'), text: 'a' }], first);
    stand.take([{ path: at('b'), text: 'b' }], first);
    first.startEpoch();
    stand.take([{ path: at('b'), text: 'b2' }], first);
    stand.take([{ path: at('c'), text: 'c' }], new BatchMaker(0, 2));
    stand.take([{ path: at('d'), text: 'd' }], new BatchMaker(0, 2));
    stand.writer.flush();
    expect(['a', 'b', 'c', 'd'].map(read)).to.deep.equal(['a\n', 'b\nb2\n', 'c\n', 'd\n']);
    stand.writer.close();
  });

  it('refuses a batch that names a path nobody told', () => {
    const stand = new WriterStand(directory());
    const maker = new BatchMaker();
    maker.make([{ path: at('a'), text: 'lost' }]);
    expect(() => stand.take([{ path: at('a'), text: 'x' }], maker)).to.throw('unknown path 0');
  });

  it('forgets the paths of an older epoch', () => {
    const stand = new WriterStand(directory());
    const maker = new BatchMaker();
    stand.take([...lines('a', 'x'), ...lines('b', 'x')], maker);
    maker.startEpoch();
    stand.take(lines('c', 'x'), maker);
    maker.make(lines('d', 'lost'));
    expect(() => stand.take(lines('d', 'x'), maker)).to.throw('unknown path 1');
    stand.writer.close();
  });

  it('follows every write by fdatasync when asked to, devices excepted', () => {
    const stand = new WriterStand(directory(), { fsync: true });
    stand.take([{ path: at('a'), text: 'x' }]);
    expect(stand.settled).to.deep.equal([{ ticket: 1, delivered: 1, dropped: {}, overflowed: 0 }]);
    stand.writer.close();
    const device = new WriterStand('/dev', { fsync: true, isConstantPath: true });
    device.take([{ path: '/dev/null', text: 'x' }]);
    expect(device.settled).to.deep.equal([{ ticket: 1, delivered: 1, dropped: {}, overflowed: 0 }]);
    device.writer.close();
  });
});
