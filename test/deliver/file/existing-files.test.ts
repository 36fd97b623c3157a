import { expect } from 'chai';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

describe('files that exist already', () => {
  const directory = temporaryDirectory();
  const at = (name: string): string => `${directory()}/${name}`;
  const line = (name: string, text: string) => [{ path: at(name), text }];
  const read = (name: string): string => readFileSync(at(name), 'utf8');

  it('get a newline first where they end within a line', () => {
    for (const [name, text] of [
      ['torn', 'the relay was killed he'],
      ['whole', 'a line\n'],
      ['empty', ''],
    ] as const) {
      writeFileSync(at(name), text);
    }
    const stand = new WriterStand(directory());
    for (const name of ['torn', 'whole', 'empty', 'new']) stand.take(line(name, 'next'));
    stand.writer.flush();
    expect(['torn', 'whole', 'empty', 'new'].map(read)).to.deep.equal([
      'the relay was killed he\nnext\n',
      'a line\nnext\n',
      'next\n',
      'next\n',
    ]);
    stand.writer.close();
  });

  it('do not begin with an empty line after rotation', () => {
    writeFileSync(at('a'), 'torn');
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    rmSync(at('a'));
    stand.take(line('a', 'next'));
    expect(read('a')).to.equal('next\n');
    stand.writer.close();
  });

  it('are created again within a second after they were removed', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    stand.take(line('web1/a', 'one'));
    rmSync(at('web1'), { recursive: true });
    stand.nowMs += 1000;
    stand.take(line('web1/a', 'two'));
    expect(read('web1/a')).to.equal('two\n');
    stand.writer.close();
  });

  it('are followed by their name within a second after they were replaced', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    stand.take(line('a', 'one'));
    renameSync(at('a'), at('a.1'));
    writeFileSync(at('a'), 'of somebody else\n');
    stand.nowMs += 1000;
    stand.take(line('a', 'two'));
    expect([read('a.1'), read('a')]).to.deep.equal(['one\n', 'of somebody else\ntwo\n']);
    stand.writer.close();
  });

  it('are refused with several hard links, where others may write to the directory', () => {
    mkdirSync(at('shared'));
    writeFileSync(at('secret'), 'secret\n');
    linkSync(at('secret'), at('shared/a'));
    chmodSync(at('shared'), 0o777);
    const stand = new WriterStand(directory());
    stand.take(line('shared/a', 'x'));
    expect(stand.settled).to.deep.equal([
      { ticket: 1, delivered: 0, dropped: { 'unsafe-path': 1 }, overflowed: 0 },
    ]);
    expect(read('secret')).to.equal('secret\n');
    expect(stand.reports[0]?.message.replace(directory(), '')).to.equal(
      'Cannot write to /shared/a safely: a file with several hard links in a directory that others may write to; remove it',
    );
  });

  it('are written with several hard links elsewhere, with one warning', () => {
    mkdirSync(at('own'), 0o755);
    for (const name of ['a', 'b']) {
      writeFileSync(at(`own/${name}`), '');
      linkSync(at(`own/${name}`), at(`backup-${name}`));
    }
    const stand = new WriterStand(directory());
    for (const name of ['own/a', 'own/b']) stand.take(line(name, 'x'));
    stand.writer.flush();
    expect([read('own/a'), read('own/b')]).to.deep.equal(['x\n', 'x\n']);
    expect(
      stand.reports.map(({ level, message }) => [level, message.replace(directory(), '')]),
    ).to.deep.equal([['warn', '/own/a has 2 hard links; other names show the same lines']]);
    stand.writer.close();
  });
});
