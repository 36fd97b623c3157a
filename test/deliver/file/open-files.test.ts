import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { temporaryDirectory } from '../temporary-directory.ts';
import { openPaths } from './open-paths.ts';
import { WriterStand } from './writer-stand.ts';

describe('open files', () => {
  const directory = temporaryDirectory();
  const line = (name: string) => [{ path: `${directory()}/${name}`, text: name }];

  it('are bounded: the one used longest ago is closed', () => {
    const stand = new WriterStand(directory(), { maxOpen: 3, flushIntervalMs: 0 });
    for (const name of ['a', 'b', 'c', 'a', 'd']) stand.take(line(name));
    expect(openPaths(directory())).to.deep.equal(['a', 'c', 'd']);
    stand.take(line('b'));
    expect(openPaths(directory())).to.deep.equal(['a', 'b', 'd']);
    expect(readFileSync(`${directory()}/b`, 'utf8')).to.equal('b\nb\n');
    stand.writer.close();
    expect(openPaths(directory())).to.deep.equal([]);
  });

  it('are closed when idle', () => {
    const stand = new WriterStand(directory(), { idleCloseMs: 5000, flushIntervalMs: 0 });
    stand.take(line('a'));
    stand.nowMs += 1000;
    stand.take(line('b'));
    expect(stand.writer.nextDeadline).to.equal(6000);
    stand.nowMs = 5999;
    stand.writer.tick();
    expect(openPaths(directory())).to.deep.equal(['a', 'b']);
    stand.nowMs = 6000;
    stand.writer.tick();
    expect(openPaths(directory())).to.deep.equal(['b']);
    expect(stand.writer.nextDeadline).to.equal(7000);
    stand.nowMs = 7000;
    stand.writer.tick();
    expect(openPaths(directory())).to.deep.equal([]);
    expect(stand.writer.nextDeadline).to.equal(undefined);
  });

  it('are opened anew after reopen', () => {
    const stand = new WriterStand(directory());
    stand.take(line('a'));
    stand.writer.reopen();
    expect(openPaths(directory())).to.deep.equal([]);
  });

  it('give way when the process has no descriptor left', () => {
    const stand = new URL('writer-stand.ts', import.meta.url).href;
    const script = `${directory()}/script.mjs`;
    writeFileSync(
      script,
      `import { WriterStand } from '${stand}';
      const stand = new WriterStand('${directory()}/log', { flushIntervalMs: 0 });
      for (let i = 0; i < 200; i++) stand.take([{ path: '${directory()}/log/' + i, text: '' + i }]);
      console.log(stand.settled.filter(({ delivered }) => delivered === 1).length);`,
    );
    const preload = new URL('../../tsx-in-threads.mjs', import.meta.url).href;
    const { stdout } = spawnSync(
      'sh',
      ['-c', `ulimit -n 100; exec "$0" --import ${preload} ${script}`, process.execPath],
      { encoding: 'utf8' },
    );
    expect(stdout).to.equal('200\n');
  });

  it('leave no descriptor after, whatever stands in the way', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    stand.take(line('file'));
    stand.take(line('file/is-no-directory'));
    stand.take(line('../outside'));
    stand.take(line('deep/er/still'));
    expect(stand.settled.map(({ delivered }) => delivered)).to.deep.equal([1, 0, 0, 1]);
    expect(openPaths(directory())).to.deep.equal(['deep/er/still', 'file']);
    stand.writer.close();
  });
});
