import { expect } from 'chai';
import { createPathBook, type LogPath } from '../../../lib/deliver/file/log-path.ts';
import type { NameBook } from '../../../lib/deliver/names/name-book.ts';
import { systemProblem } from '../../../lib/deliver/file/file-problem.ts';
import { BatchMaker } from '../batch-maker.ts';

/** Lets the book hear of a batch with a line for each path; returns these paths. */
function name(book: NameBook<LogPath>, maker: BatchMaker, names: readonly string[]): LogPath[] {
  const paths = book.read(maker.make(names.map((path) => ({ path, text: 'line' }))));
  return paths.slice(-names.length);
}

const many = (prefix: string): string[] =>
  Array.from({ length: 100 }, (_, index) => `/log/${prefix}${index}`);

describe('name book of paths', () => {
  it('keeps what a path had when its shard numbers paths anew', () => {
    const book = createPathBook();
    const maker = new BatchMaker();
    const [before] = name(book, maker, ['/log/a']);
    if (before === undefined) throw new Error('no path');
    before.problem = systemProblem('/log/a', 'ENOSPC');
    maker.startEpoch();
    name(book, maker, ['/log/b']);
    expect(name(book, maker, ['/log/a'])[0]).to.equal(before);
    maker.startEpoch();
    expect(name(book, maker, ['/log/a'])[0]).to.equal(before);
  });

  it('forgets paths that cannot be written, when no shard names them any more', () => {
    const book = createPathBook();
    const maker = new BatchMaker();
    const sizes: number[] = [];
    for (let epoch = 0; epoch < 10; epoch++) {
      for (const path of name(book, maker, many(`${epoch}-`))) {
        path.problem = systemProblem(path.name, 'ENAMETOOLONG');
      }
      sizes.push(book.size);
      maker.startEpoch();
    }
    expect(sizes.slice(0, 2)).to.deep.equal([100, 200]);
    expect(Math.max(...sizes)).to.equal(200);
  });

  it('keeps paths with runs until these are written', () => {
    const book = createPathBook();
    const maker = new BatchMaker();
    const held = name(book, maker, many('held'));
    for (const path of held) path.firstRun = 0;
    for (let epoch = 0; epoch < 3; epoch++) {
      maker.startEpoch();
      name(book, maker, many('other'));
    }
    expect(book.size).to.equal(200);
    for (const path of held) path.firstRun = -1;
    maker.startEpoch();
    name(book, maker, many('other'));
    expect(book.size).to.equal(100);
  });
});
